reindex table measured;
