export default function init() { document.body.textContent = "Started"; }
export default function init() { }
