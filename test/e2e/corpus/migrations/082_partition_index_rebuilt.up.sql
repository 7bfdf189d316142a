-- confiture: no-transaction
reindex table measured;
