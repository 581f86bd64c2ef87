const lost = () => {
  const notice = document.getElementById("lost");
  notice.hidden = false;
  notice.querySelector("button").onclick = () => location.reload();
};
const stops = (reason) => {
  if (reason instanceof WebAssembly.RuntimeError || /import/i.test(reason?.message)) lost();
};
addEventListener("error", (event) => stops(event.error));
addEventListener("unhandledrejection", (event) => stops(event.reason));
const { js, wasm } = document.querySelector("[data-wasm]").dataset;
const whenIdle = self.requestIdleCallback ?? setTimeout;
import(js).then(async (app) => {
  await app.default({ module_or_path: wasm });
  if (top === self && !navigator.connection?.saveData) whenIdle(() => app.ahead?.()?.catch(() => {}));
}).catch(lost);
