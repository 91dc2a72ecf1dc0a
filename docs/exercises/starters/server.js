// node server.js 8000
const net = require('net');

net.createServer(client => {
  client.once('data', data => {
    console.log(String(data));
    client.end('你好，客户端！');
  });
  client.on('error', () => client.destroy());
}).listen(Number(process.argv[2]), '127.0.0.1');
