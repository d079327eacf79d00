#!/bin/sh
# Cassandra's own script reads files that are in no jar; this starts the same class, on the port that the
# entry point gave JMX.
exec java @/opt/cassandra/modules -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Duser.home=/tmp \
    -Dlogback.configurationFile=/opt/cassandra/logback.xml -cp '/opt/cassandra/lib/*' \
    org.apache.cassandra.tools.NodeTool -p "$((10000 + PORT % 20000))" "$@"
