// Node's own HTTP server with the two routes of the load.
const server = require('node:http').createServer((request, response) => {
  if (request.method === 'POST') {
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': request.headers['content-length'] });
    request.pipe(response);
  } else {
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': 13 });
    response.end('Hello, World!');
  }
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`Now listening on: ${server.address().port}`));
