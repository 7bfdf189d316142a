-- nothing to do here; really
/* and /* nested; */ nothing; here */
