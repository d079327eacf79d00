#!/bin/sh
# Pods share the host's network: this server must not be reachable from outside, and its port is the node's choice.
exec java -Xms256m -Xmx400m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$SEARCH_HOME/lib/*" \
    "$SEARCH_HOME/SearchLaunch.java" /data/search "$PORT"
