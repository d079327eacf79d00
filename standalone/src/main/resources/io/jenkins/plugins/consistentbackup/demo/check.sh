#!/bin/sh
# Checks the shop after a deploy; its status says whether the shop may go on.
exec "$JAVA" -cp "$SHOP_CLASSPATH" io.jenkins.plugins.consistentbackup.demo.ShopProgram check
