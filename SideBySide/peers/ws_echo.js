// The echo of WebSocket messages on ws, as its own README writes it.
//
// By hand: node peers/ws_echo.js 8000
const { WebSocketServer } = require('/usr/share/nodejs/ws'); // Debian's; another Node.js does not look there

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), path: '/ws/echo' });

server.on('connection', (socket) => {
  socket.on('error', () => {}); // the client broke a rule and was told so
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
