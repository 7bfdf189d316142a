// Loaded with --require: prints the peak of the process's resident memory, in kilobytes, when it ends.
process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}`));
