#!/bin/sh
# Deploys a version of the shop: migrates its databases. (Version 2.0 of the demo has a migration that is wrong.)
exec "$JAVA" -cp "$SHOP_CLASSPATH" io.jenkins.plugins.consistentbackup.demo.ShopProgram deploy "$1"
