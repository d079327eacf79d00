#!/bin/sh
# Starts one node of Cassandra with a small heap. Pods share the host's network: the node talks to nobody but itself, on an
# address of the loopback network that follows from its port, which is the node's choice; so does the port of JMX, as in nodetool.
set -eu

data=/var/lib/cassandra
synchronising=${COMMITLOG_SYNC:-periodic}
# Cassandra refuses the setting of another way than the one that is chosen.
case $synchronising in
    periodic) period='commitlog_sync_period: 10000ms' ;;
    group) period='commitlog_sync_group_window: 10ms' ;;
    *) period= ;;
esac
address=127.9.$((PORT / 256)).$((PORT % 256))
cat > "$CASSANDRA_CONF/cassandra.yaml" <<END
cluster_name: test
num_tokens: 1
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
endpoint_snitch: SimpleSnitch
data_file_directories: [$data/data]
commitlog_directory: $data/commitlog
saved_caches_directory: $data/saved_caches
hints_directory: $data/hints
commitlog_sync: $synchronising
$period
commitlog_segment_size: 4MiB
memtable_heap_space: 32MiB
memtable_offheap_space: 32MiB
file_cache_size: 32MiB
listen_address: $address
storage_port: 7000
rpc_address: 127.0.0.1
native_transport_port: $PORT
auto_snapshot: false
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters: [{seeds: "$address:7000"}]
END
exec java @/opt/cassandra/modules -Xms256m -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -Djdk.attach.allowAttachSelf=true -Dcassandra-foreground=yes -Dlogback.configurationFile=/opt/cassandra/logback.xml \
    -Dcassandra.config="file://$CASSANDRA_CONF/cassandra.yaml" -Dcassandra.storagedir="$data" -Djava.rmi.server.hostname=127.0.0.1 \
    -Dcassandra.jmx.local.port="$((10000 + PORT % 20000))" -Dcassandra.skip_wait_for_gossip_to_settle=0 -Dcassandra.ring_delay_ms=100 \
    -cp '/opt/cassandra/lib/*' org.apache.cassandra.service.CassandraDaemon
