// Node's own HTTP client, against HOST PORT: a keep-alive agent, bodies with and without a length, HEAD, 100 (Continue).
"use strict";
const http = require("node:http");

const [host, port] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const sockets = new Set();

// send: given the request, writes the body and ends it.
function ask(method, path, headers, send) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, agent, method, path, headers, timeout: 60000 });
    request.on("socket", (socket) => sockets.add(socket));
    request.on("timeout", () => request.destroy(new Error("too slow")));
    request.on("error", reject);
    request.on("response", (response) => {
      response.setEncoding("utf8");
      let body = "";
      response.on("data", (data) => (body += data));
      response.on("error", reject);
      response.on("end", () => {
        console.log(method, path, response.statusCode, response.httpVersion, JSON.stringify(body));
        resolve(response);
      });
    });
    send(request);
  });
}

function nothing(request) {
  request.end();
}

function inChunks(request) {
  request.write("in "); // without a length Node chooses chunked
  request.write("two ");
  request.end("chunks");
}

function onceToldTo(request) {
  request.flushHeaders();
  request.on("continue", () => {
    console.log("100 Continue");
    request.end("after 100");
  });
}

(async () => {
  await ask("GET", "/hello?name=Node", {}, nothing);
  await ask("POST", "/echo", { "Content-Type": "text/plain", "Content-Length": 13 }, (request) => request.end("with a length"));
  await ask("POST", "/echo", { "Content-Type": "text/plain" }, inChunks);
  await ask("POST", "/echo", { "Content-Length": 9, Expect: "100-continue" }, onceToldTo);
  await ask("GET", "/stream/2", {}, nothing);
  const head = await ask("HEAD", "/hello", {}, nothing);
  console.log("length told to HEAD:", head.headers["content-length"]);
  await ask("GET", "/status/418", {}, nothing);
  await ask("OPTIONS", "/hello", {}, nothing);
  console.log("connections:", sockets.size);
  agent.destroy();
})().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
