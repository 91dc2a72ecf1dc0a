/**
 * The argument, step by step: what to watch for, the experiment, and its result. The text behind a result is shown only if the servers really did that.
 * `experiment` is an id of the catalogue, `script` a text with `expected` as its outcome. The reader is asked for a prediction first; `point` is what the
 * step is about: such lines are lit.
 */
export const steps = [
  {
    id: 'socket',
    script: 'Hello, Server!⟨finish⟩⟨await end⟩',
    expected: 'echo',
    servers: ['raw'],
    title: { en: 'A socket moves bytes', zh: '套接字搬运字节' },
    before: {
      en: 'A socket is the interface through which a program asks the operating system to carry bytes to another program. Here a client sends 14 bytes to RawSocketServer, which sends back every byte that it receives.',
      zh: '套接字是一种编程接口：程序通过它请操作系统把字节送给另一个程序。这里客户端发出十四个字节，RawSocketServer 收到什么就送回什么。',
    },
    ask: {
      question: { en: 'What will come back?', zh: '会收回什么？' },
      answers: [
        { en: 'the same 14 bytes', zh: '同样的 14 个字节' },
        { en: 'an error: this is no request', zh: '一个错误：这不是请求' },
        { en: 'nothing', zh: '什么也没有' },
      ],
      right: 0,
    },
    after: {
      en: 'Fourteen bytes went out, and the same fourteen came back. The operating system did everything in between; neither program had to know how.',
      zh: '发出十四个字节，收回同样的十四个字节。中间的一切都由操作系统完成，两端的程序都不必知道是怎么做到的。',
    },
  },
  {
    id: 'meaning',
    experiment: 'any-bytes',
    servers: ['raw'],
    title: { en: 'A socket does not look at their meaning', zh: '它不问字节的含义' },
    before: {
      en: 'Now the client sends all 256 values that a byte can have. Most of them are not text.',
      zh: '这次把一个字节可能的 256 个值全部发过去，其中大多数根本不是文字。',
    },
    ask: {
      question: { en: 'What will the socket do with them?', zh: '套接字会怎样处理？' },
      answers: [
        { en: 'reject what is not text', zh: '拒绝不是文字的字节' },
        { en: 'stop at the zero byte', zh: '遇到零字节就停下' },
        { en: 'return all 256', zh: '256 个全部送回' },
      ],
      right: 2,
    },
    after: {
      en: 'All of them came back. What bytes mean, and where a message ends, is up to the two programs. That is C/S (client–server): the same people write both programs, so they can agree.',
      zh: '一个不少，全部送回。字节是什么意思、一条消息到哪里结束，都由两端自己约定。这就是 C/S（客户端–服务器）：客户端和服务器由同一批人编写，可以自行约定。',
    },
  },
  {
    id: 'language',
    experiment: 'python-client',
    servers: ['raw'],
    title: { en: 'Any language, the same bytes', zh: '语言各异，字节相同' },
    before: {
      en: 'The Python client of a typical socket lesson connects to this server in C#.',
      zh: '套接字课上常见的 Python 客户端，来连接这个 C# 服务器。',
    },
    ask: {
      question: { en: 'Can the server see which language the client is written in?', zh: '服务器看得出客户端用的是什么语言吗？' },
      answers: [
        { en: 'yes', zh: '看得出' },
        { en: 'no', zh: '看不出' },
      ],
      right: 1,
    },
    after: {
      en: 'The bytes do not show the language. The operating system provides the sockets, so they are the same everywhere. The two programs only have to agree on bytes.',
      zh: '字节里看不出编程语言。套接字由操作系统提供，所以处处一样；双方需要共有的只是对字节的约定。',
    },
  },
  {
    id: 'stream',
    experiment: 'sticky-packets',
    servers: ['raw'],
    title: { en: 'A stream has no messages', zh: '字节流里没有“消息”' },
    before: {
      en: 'The client sends twice, “Hello, ” and “Server!”, and receives only when all of them have arrived.',
      zh: '客户端发送两次：“Hello, ”和“Server!”，等全部到齐之后才接收。',
    },
    ask: {
      question: { en: 'How many receives does the client need for its 14 bytes?', zh: '客户端要接收几次，才能收齐 14 个字节？' },
      answers: [
        { en: 'one', zh: '一次' },
        { en: 'two, one for each send', zh: '两次，每次发送对应一次' },
        { en: 'fourteen', zh: '十四次' },
      ],
      right: 0,
    },
    after: {
      en: 'One receive got all 14 bytes: there are no messages, only bytes in order. Chinese courses call this 粘包, “sticky packets”. But nothing stuck together, because TCP has no packets that a program could see. A protocol has to define where a message ends.',
      zh: '一次就全部收到：没有“消息”，只有按顺序排列的字节。人们常说这是“粘包”，其实没有什么粘在一起：TCP 根本没有程序看得见的“包”。消息到哪里结束，要由协议来规定。',
    },
  },
  {
    id: 'browser',
    experiment: 'request-of-a-browser',
    servers: ['raw'],
    title: { en: 'A browser connects', zh: '浏览器来了' },
    before: {
      en: 'In B/S (browser–server), you do not write the client: it is a browser, and it has to work with every server in the world. This is what a browser really sends.',
      zh: '在 B/S（浏览器–服务器）里，客户端早已由别人写好，要访问世界上所有的服务器。下面就是浏览器真正发出的内容。',
    },
    ask: {
      question: { en: 'What will the socket send back?', zh: '套接字会送回什么？' },
      answers: [
        { en: 'a web page', zh: '一个网页' },
        { en: '400 Bad Request', zh: '400 Bad Request' },
        { en: 'the request itself', zh: '请求本身' },
      ],
      right: 2,
    },
    after: {
      en: 'The request itself came back. The browser looks for a status line, finds its own request, and gives up. A socket alone does not support B/S, because the browser expects HTTP.',
      zh: '请求被原样送回。浏览器要找状态行，看到的却是自己的请求，只好放弃。套接字并不直接支持 B/S，因为浏览器要的是 HTTP。',
    },
  },
  {
    id: 'answer',
    experiment: 'plain-get',
    servers: ['raw', 'step1'],
    title: { en: 'The smallest response that a browser accepts', zh: '浏览器能接受的最小响应' },
    before: {
      en: 'Step 1 is a beginner’s first web server: the same socket, one receive, and one fixed response that begins with a status line. Both servers get the same request.',
      zh: '第 1 步是初学者的第一个 Web 服务器：同样的套接字，接收一次，返回一份固定的响应，最前面加上一行状态行。把同一个请求发给两者。',
    },
    point: /^HTTP\/1\.1 200/,
    ask: {
      question: { en: 'Which of the two responses does a browser accept?', zh: '浏览器能接受哪一个响应？' },
      answers: [
        { en: 'both', zh: '两个都能' },
        { en: 'only that of step 1', zh: '只有第 1 步的' },
        { en: 'neither', zh: '都不能' },
      ],
      right: 1,
    },
    after: {
      en: 'A status line, two header fields and an empty line turn bytes into a response. B/S does not replace the socket. It is C/S on the same sockets, with a client that you cannot change.',
      zh: '一行状态行、两个首部字段、一个空行，就让字节变成了响应。B/S 并没有取代套接字：它仍然是同样的套接字上的 C/S，只不过客户端不归你写。',
    },
  },
  {
    id: 'pieces',
    experiment: 'cut-everywhere',
    servers: ['step1', 'step2', 'handrolled'],
    title: { en: 'One receive is not one request', zh: '一次接收不等于一个请求' },
    before: {
      en: 'TCP may cut the request anywhere. Here it is cut after every byte, and the letter G arrives alone.',
      zh: 'TCP 可以在任何位置切开请求。这里每个字节都单独切开，最先到达的只有一个字母 G。',
    },
    point: /^G$|Hello, Pieces!/,
    ask: {
      question: { en: 'Which server responds to the letter G alone?', zh: '哪个服务器会对着单独一个字母 G 作出响应？' },
      answers: [
        { en: 'step 1', zh: '第 1 步' },
        { en: 'step 2', zh: '第 2 步' },
        { en: 'none of them', zh: '都不会' },
      ],
      right: 0,
    },
    after: {
      en: 'Step 1 treated the letter G as the whole request and responded to it. Step 2 collects bytes until the empty line, as every server must. The work begins here: receiving bytes is not enough, the server has to parse a request.',
      zh: '第 1 步把一个字母 G 当成了整个请求，就此响应。第 2 步一直接收到空行为止，每个服务器都必须这样做。工作从这里开始：收到字节还不够，必须解析出请求。',
    },
  },
  {
    id: 'body',
    experiment: 'body-cut-in-two',
    servers: ['step2', 'step3', 'handrolled'],
    title: { en: 'A body has a length', zh: '正文的长度' },
    before: {
      en: 'The request announces a body of six bytes, “你好”. It arrives in two parts, and the cut is inside a character.',
      zh: '请求声明正文有六个字节：“你好”。它分两段到达，切口正落在一个汉字中间。',
    },
    point: /Content-Length: 6|你好|\\xE4|\\xA5/,
    ask: {
      question: { en: 'Which servers send 你好 back whole?', zh: '哪些服务器能完整送回“你好”？' },
      answers: [
        { en: 'all three', zh: '三个都能' },
        { en: 'step 3 and HandRolledHttp', zh: '第 3 步和 HandRolledHttp' },
        { en: 'only HandRolledHttp', zh: '只有 HandRolledHttp' },
      ],
      right: 1,
    },
    after: {
      en: 'Step 2 never reads bodies. Step 3 counts bytes, not characters, and waits for all of them before it decodes the text.',
      zh: '第 2 步从不读正文。第 3 步数的是字节而不是字符，等全部到齐才把它们变成文字。',
    },
  },
  {
    id: 'silence',
    experiment: 'silent-client',
    servers: ['step2', 'step3', 'minimal'],
    title: { en: 'A client that sends nothing', zh: '一个什么也不发的客户端' },
    before: {
      en: 'Browsers open connections before they need them. Client a connects and sends nothing; client b sends a request.',
      zh: '浏览器会提前打开连接备用。客户端 a 连上后什么也不发，客户端 b 发送请求。',
    },
    point: /^HTTP\/1\.1 200/,
    ask: {
      question: { en: 'Which servers respond to b, while a is silent?', zh: 'a 一直沉默时，哪些服务器会响应 b？' },
      answers: [
        { en: 'all three', zh: '三个都会' },
        { en: 'all except step 2', zh: '除了第 2 步都会' },
        { en: 'none of them', zh: '都不会' },
      ],
      right: 1,
    },
    after: {
      en: 'Step 2 serves one client after the other, so all clients wait for the silent one. From step 3 on, each connection has its own task. A silent connection also needs a timeout: of the steps, only step 5 has one.',
      zh: '第 2 步一次只服务一个客户端，于是所有客户端都在等那个沉默的。从第 3 步起，每条连接各有一个任务。沉默的连接还需要超时，五步之中只有第 5 步才有。',
    },
  },
  {
    id: 'chunks',
    experiment: 'chunked',
    servers: ['step3', 'step4', 'handrolled', 'minimal'],
    title: { en: 'A body without a length', zh: '没有长度的正文' },
    before: {
      en: 'A sender that does not know the length in advance sends chunks. After the last chunk, a second request follows on the same connection.',
      zh: '事先不知道长度的一方会分块发送。最后一个分块之后，同一条连接上还跟着第二个请求。',
    },
    point: /Transfer-Encoding: chunked|^[570]\\r|Hello, Next!/,
    ask: {
      question: { en: 'Which server loses its place in the stream?', zh: '哪个服务器会在字节流里迷失位置？' },
      answers: [
        { en: 'step 3', zh: '第 3 步' },
        { en: 'step 4', zh: '第 4 步' },
        { en: 'none of them', zh: '都不会' },
      ],
      right: 0,
    },
    after: {
      en: 'Step 3 knows only Content-Length and mistakes the chunks for the next request. A request gives the length of its body in one of two ways. A server that does not support both cannot find the start of the next request.',
      zh: '第 3 步只认得 Content-Length，把分块当成了下一个请求。请求用两种方式之一说明正文的长度；服务器只要有一种不支持，就不知道下一个请求从哪里开始。',
    },
  },
  {
    id: 'attack',
    experiment: 'smuggle-cl-te',
    servers: ['step3', 'handrolled', 'minimal'],
    title: { en: 'Two lengths, and an attack', zh: '两种长度，一次攻击' },
    before: {
      en: 'This request gives two lengths, and a second request hides where they differ. If two servers in a row disagree about the end, the hidden request passes the first one unseen. This is request smuggling.',
      zh: '这个请求同时给出两种长度，而第二个请求就藏在两者的差别里。前后两个服务器若对结尾看法不一，它就会悄悄混过前一个，这叫请求走私。',
    },
    point: /Content-Length: 48|Transfer-Encoding: chunked|GET \/smuggled|LengthAndTransferEncoding|[Cc]onnection: close/,
    ask: {
      question: { en: 'What does step 3 do with a request that gives two lengths?', zh: '请求给出两种长度，第 3 步会怎么做？' },
      answers: [
        { en: 'reject it', zh: '拒绝' },
        { en: 'use one and keep the connection open', zh: '采用其中一种，并保持连接' },
        { en: 'close the connection', zh: '关闭连接' },
      ],
      right: 1,
    },
    after: {
      en: 'Step 3 used one of the lengths and kept the connection open. HandRolledHttp rejects the request and names the rule; Kestrel uses only the chunks and closes the connection. Both are safe. A parser does not become safe by accident.',
      zh: '第 3 步只采用其中一种，还让连接开着。HandRolledHttp 予以拒绝，并指出是哪条规则；Kestrel 只按分块解释，随后关闭连接。两种做法都安全。解析器的安全不会凭空而来。',
    },
  },
  {
    id: 'judgement',
    experiment: 'bare-lf',
    servers: ['step4', 'handrolled', 'minimal'],
    title: { en: 'Where two good servers differ', zh: '两个合规的服务器也有分歧' },
    before: {
      en: 'These lines end with LF alone, as “echo … | nc” sends them. HTTP requires CR LF, but allows a server to be lenient.',
      zh: '用 echo 通过管道交给 netcat，发出的行只以 LF 结尾。HTTP 要求 CR LF，但允许服务器宽容。',
    },
    point: /BareLf|Hello, LF!|HTTP\/1\.1\\n$|\{authority\}\\n$|^\\n$/,
    ask: {
      question: { en: 'Which servers accept lines that end with LF alone?', zh: '哪些服务器接受只用 LF 结束的行？' },
      answers: [
        { en: 'all three', zh: '三个都接受' },
        { en: 'only MinimalHttpServer', zh: '只有 MinimalHttpServer' },
        { en: 'none of them', zh: '都不接受' },
      ],
      right: 1,
    },
    after: {
      en: 'Step 4 waits for a line end that never comes. HandRolledHttp rejects the request at the exact byte, and Kestrel accepts it. Every HTTP server has hundreds of such decisions, and its authors have to know and maintain them.',
      zh: '第 4 步还在等永远不会来的行尾，HandRolledHttp 精确地指出出错的那个字节并拒绝，Kestrel 则接受。每个 HTTP 服务器里都有几百个这样的决定，作者必须了解并维护它们。',
    },
  },
  {
    id: 'underneath',
    experiment: 'framework-uses-sockets',
    servers: ['minimal'],
    title: { en: 'And the framework?', zh: '那么框架呢？' },
    before: {
      en: 'The routes of MinimalHttpServer never mention sockets. Does it use none? The experiment asks the socket library of the runtime which code accepts the connections.',
      zh: 'MinimalHttpServer 的路由从不提到套接字。它真的不用套接字吗？实验向运行时的套接字库查询：是谁 accept 了它的连接？',
    },
    ask: {
      question: { en: 'Does the framework use a socket?', zh: '框架用套接字吗？' },
      answers: [
        { en: 'yes, it opens one itself', zh: '用，它自己打开' },
        { en: 'no, HTTP replaces it', zh: '不用，HTTP 取代了它' },
      ],
      right: 0,
    },
    after: {
      en: 'It runs on a socket like every other server; Kestrel opened it. B/S runs on sockets. You just do not have to write that part yourself.',
      zh: '它和别的服务器一样跑在套接字上，只不过是 Kestrel 打开的。B/S 同样跑在套接字上，只是这一部分不必自己写。',
    },
  },
  {
    id: 'gifts',
    experiment: 'http2-alpn',
    servers: ['handrolled', 'minimal'],
    title: { en: 'What the framework adds', zh: '框架还带来什么' },
    before: {
      en: 'During the TLS handshake, the client offers HTTP/2. Neither server has a line of code for HTTP/2.',
      zh: 'TLS 握手时，客户端提出可以用 HTTP/2。两个服务器里都没有一行 HTTP/2 的代码。',
    },
    ask: {
      question: { en: 'Which server selects HTTP/2?', zh: '哪个服务器会选定 HTTP/2？' },
      answers: [
        { en: 'both', zh: '两个都会' },
        { en: 'only MinimalHttpServer', zh: '只有 MinimalHttpServer' },
        { en: 'neither', zh: '都不会' },
      ],
      right: 1,
    },
    after: {
      en: 'The hand-written server stays with HTTP/1.1, which is correct; the framework accepts HTTP/2. Compression, JSON, OpenAPI: by hand, each of them would be a separate project.',
      zh: '手写的服务器仍用 HTTP/1.1，这没有错；框架则接受 HTTP/2。压缩、JSON、OpenAPI，每一样若要手写，都是一项大工程。',
    },
  },
  {
    id: 'end',
    experiment: 'plain-get',
    servers: ['handrolled', 'minimal'],
    title: { en: 'The same response', zh: '同样的响应' },
    before: {
      en: 'Once more the plain request goes to the hand-written server and to the one on a framework.',
      zh: '最后再发一次那个普通的请求：一个是手写的服务器，一个用了框架。',
    },
    point: /^HTTP\/1\.1 200|Hello, Server!/,
    ask: {
      question: { en: 'Does a browser see a difference?', zh: '浏览器看得出区别吗？' },
      answers: [
        { en: 'yes', zh: '看得出' },
        { en: 'no: the same status, the same body', zh: '看不出：状态相同，正文相同' },
      ],
      right: 1,
    },
    after: {
      en: 'To a browser, they are the same. One has thousands of lines; in the other, a simple route is one line. Write HTTP by hand once, to understand it. After that, use a framework.',
      zh: '在浏览器看来两者没有区别。一个写了几千行；另一个里，简单的路由只有一行。亲手写一遍，是为了弄懂它；之后就用框架。',
    },
    next: [
      { href: '#/steps', text: { en: 'See the work as a picture: the five steps', zh: '看图：每一步要写多少代码' } },
      { href: '#/experiments', text: { en: 'Write your own bytes: the experiments', zh: '写你自己的字节：实验' } },
      { href: '#/live', text: { en: 'Watch your own curl: live capture', zh: '看你自己的 curl：实时抓包' } },
    ],
  },
];
