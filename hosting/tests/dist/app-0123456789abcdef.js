export default function start() { return "started, started, started, started, started"; }
