// @apollo/gateway asks this once, when a gateway is made: nothing of ours leaves the machine.
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
