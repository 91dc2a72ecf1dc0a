// A right server on a bare socket, in JavaScript. Each mistake of javascript.yaml is planted into it.
const net = require('net');
const REASONS = { 200: 'OK', 400: 'Bad Request', 404: 'Not Found', 405: 'Method Not Allowed', 411: 'Length Required', 413: 'Content Too Large',
  431: 'Request Header Fields Too Large', 501: 'Not Implemented', 505: 'HTTP Version Not Supported' };
const MOST = 16384;

function respond(socket, status, body, keeps, method, more = '') {
  const content = Buffer.from(body);
  const head = `HTTP/1.1 ${status} ${REASONS[status]}\r\nDate: ${new Date().toUTCString()}\r\nContent-Type: text/plain; charset=utf-8\r\n`
    + `Content-Length: ${content.length}\r\n${more}${keeps ? '' : 'Connection: close\r\n'}\r\n`;
  socket.write(head);
  if (method !== 'HEAD') socket.write(content);
  if (!keeps) socket.end();
}

function parseHead(text) {
  const lines = text.split('\r\n');
  const parts = lines[0].split(' ');
  if (parts.length !== 3 || !/^HTTP\/\d\.\d$/.test(parts[2])) throw 400;
  if (parts[2][5] !== '1') throw 505;
  const fields = {};
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':');
    if (colon < 1 || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(line.slice(0, colon)) || /[\0\r\n]/.test(line)) throw 400;
    (fields[line.slice(0, colon).toLowerCase()] ??= []).push(line.slice(colon + 1).trim());
  }
  const hosts = fields.host ?? [];
  if (hosts.length > 1 || (parts[2] === 'HTTP/1.1' && hosts.length !== 1) || hosts.some(host => !/^[A-Za-z0-9.\-\[\]:]*$/.test(host))) throw 400;
  const lengths = fields['content-length'] ?? [];
  if (fields['transfer-encoding']) throw lengths.length ? 400 : 411;
  if (new Set(lengths).size > 1 || (lengths.length && !/^[0-9]{1,15}$/.test(lengths[0]))) throw 400;
  const length = Number(lengths[0] ?? 0);
  if (length > 1 << 20) throw 413;
  const options = (fields.connection ?? []).join(',').split(',').map(option => option.trim().toLowerCase());
  return { method: parts[0], target: parts[1], fields, length, keeps: parts[2] === 'HTTP/1.1' && !options.includes('close') };
}

function answer(socket, request, body) {
  const path = request.target.replace(/^http:\/\/[^/]*/, '').split('?')[0];
  if (path === '/hello' && (request.method === 'GET' || request.method === 'HEAD')) respond(socket, 200, '你好，浏览器！', request.keeps, request.method);
  else if (path === '/hello' && request.method === 'POST') respond(socket, 405, 'no\n', request.keeps, request.method, 'Allow: GET, HEAD\r\n');
  else if (path === '/hello') respond(socket, 501, 'no\n', request.keeps, request.method);
  else if (path === '/echo' && request.method === 'POST') respond(socket, 200, body, request.keeps, request.method);
  else respond(socket, 404, '没有\n', request.keeps, request.method);
}

net.createServer({ allowHalfOpen: true }, socket => {
  let data = Buffer.alloc(0);
  let request = null;
  let isRefused = false;
  socket.on('error', () => socket.destroy());
  socket.on('end', () => socket.end());
  socket.on('data', piece => {
    if (isRefused) return;
    data = Buffer.concat([data, piece]);
    try {
      for (;;) {
        if (!request) {
          const end = data.indexOf('\r\n\r\n');
          if (end > MOST || (end < 0 && data.length > MOST)) throw 431;
          if (end < 0) return;
          request = parseHead(data.subarray(0, end).toString('latin1'));
          data = data.subarray(end + 4);
          if (/100-continue/i.test(request.fields.expect?.[0] ?? '')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
        }
        if (data.length < request.length) return;
        const body = data.subarray(0, request.length);
        data = data.subarray(request.length);
        const now = request;
        request = null;
        answer(socket, now, body);
        if (!now.keeps) { isRefused = true; return; }
      }
    } catch (status) {
      if (typeof status !== 'number') throw status;
      isRefused = true;
      respond(socket, status, 'no\n', false, 'GET');
    }
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
