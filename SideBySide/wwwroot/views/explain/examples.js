/** Examples to begin with: valid messages, and some with a mistake. */
export const examples = [
  {
    name: { en: 'A request', zh: '一个请求' },
    text: 'GET /hello?name=%E4%BD%A0%E5%A5%BD HTTP/1.1\\r\\n\nHost: example.com\\r\\n\nAccept-Language: zh, en;q=0.5\\r\\n\n\\r\\n\n',
  },
  {
    name: { en: 'A response in chunks', zh: '分块的响应' },
    text: 'HTTP/1.1 200 OK\\r\\n\nContent-Type: text/plain; charset=utf-8\\r\\n\nTransfer-Encoding: chunked\\r\\n\n\\r\\n\n6\\r\\n\n你好\\r\\n\n0\\r\\n\n\\r\\n\n',
  },
  {
    name: { en: 'A space before the colon', zh: '冒号前的空格' },
    text: 'POST /echo HTTP/1.1\\r\\n\nHost: example.com\\r\\n\nContent-Length : 5\\r\\n\n\\r\\n\nHello',
  },
  {
    name: { en: 'Two lengths', zh: '两种长度' },
    text: 'POST /echo HTTP/1.1\\r\\n\nHost: example.com\\r\\n\nContent-Length: 5\\r\\n\nTransfer-Encoding: chunked\\r\\n\n\\r\\n\n0\\r\\n\n\\r\\n\n',
  },
  {
    name: { en: 'A WebSocket', zh: '一个 WebSocket' },
    text: 'GET /ws/echo HTTP/1.1\\r\\n\nHost: example.com\\r\\n\nUpgrade: websocket\\r\\n\nConnection: Upgrade\\r\\n\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\nSec-WebSocket-Version: 13\\r\\n\n\\r\\n\n\\x81\\x857\\xfa!=\\x7f\\x9fMQX\n\\x88\\x827\\xfa!=4\\x12\n',
  },
  {
    name: { en: 'Lines that end with LF', zh: '只以 LF 结尾的行' },
    text: 'GET / HTTP/1.1\\n\nHost: example.com\\n\n\\n\n',
  },
];
