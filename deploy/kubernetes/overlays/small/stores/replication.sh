# Read once, when the database is made: base backups come over the network, and "all" does not speak of them.
echo 'host replication all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
