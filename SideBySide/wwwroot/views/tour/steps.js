/**
 * The argument, step by step: what to watch for, what is run, and what it showed. Whatever is said afterwards was seen on the servers just then.
 * `experiment` is an id of the catalogue, `script` a text with `expected` as its outcome.
 */
export const steps = [
  {
    id: 'socket',
    script: 'Hello, Server!⟨finish⟩⟨await end⟩',
    expected: 'echo',
    servers: ['raw'],
    title: { en: 'A socket moves bytes', zh: '套接字搬运字节' },
    before: {
      en: 'A socket is the interface through which a program asks the operating system to carry bytes to another program. Here a client says fourteen of them to RawSocketServer, which does nothing but send back what it receives.',
      zh: '套接字是一种编程接口：程序通过它请操作系统把字节送给另一个程序。这里客户端发出十四个字节，RawSocketServer 收到什么就送回什么，别的一概不做。',
    },
    after: {
      en: 'Fourteen bytes went out and the same fourteen came back. The operating system did everything in between; neither program knows how.',
      zh: '十四个字节出去，同样的十四个字节回来。中间的一切都由操作系统完成，两端的程序都不必知道是怎么做到的。',
    },
  },
  {
    id: 'meaning',
    experiment: 'any-bytes',
    servers: ['raw'],
    title: { en: 'It does not ask what they mean', zh: '它不问字节的含义' },
    before: {
      en: 'Now all 256 values that a byte can have, most of them no text at all. Will the socket object?',
      zh: '这次把一个字节可能的 256 个值全部发过去，其中大多数根本不是文字。套接字会有意见吗？',
    },
    after: {
      en: 'It has no opinion. What bytes mean, and where a message ends, is for the two ends to agree on. That is C/S, client and server: whoever writes the one writes the other, so they can agree.',
      zh: '它毫无意见。字节是什么意思、一条消息到哪里结束，都由两端自己约定。这就是 C/S（客户端–服务器）：客户端和服务器出自同一批人之手，所以约定得起来。',
    },
  },
  {
    id: 'language',
    experiment: 'python-client',
    servers: ['raw'],
    title: { en: 'Any language, the same bytes', zh: '语言各异，字节相同' },
    before: {
      en: 'The client of every socket lesson, in Python, speaks to this server in C#.',
      zh: '套接字课上人人都写过的 Python 客户端，来和这个 C# 服务器对话。',
    },
    after: {
      en: 'On the wire there is no language. Sockets are the same everywhere, since the system provides them; all that the two have to share is an agreement about bytes.',
      zh: '线路上没有编程语言。套接字由操作系统提供，所以处处一样；双方需要共有的只是对字节的约定。',
    },
  },
  {
    id: 'stream',
    experiment: 'sticky-packets',
    servers: ['raw'],
    title: { en: 'A stream has no messages', zh: '字节流里没有“消息”' },
    before: {
      en: 'The client sends twice, “Hello, ” and “Server!”, and looks once. How many messages will it find?',
      zh: '客户端发送两次：“Hello, ”和“Server!”，然后只收一次。它会看到几条消息？',
    },
    after: {
      en: 'None: only bytes in order. Chinese courses call this 粘包, “sticky packets”, but nothing stuck together, because TCP has no packets that a program could see. A protocol has to say where a message ends.',
      zh: '一条也没有，只有按顺序排列的字节。人们常说这是“粘包”，其实没有什么粘在一起：TCP 根本没有程序看得见的“包”。消息到哪里结束，要由协议来规定。',
    },
  },
  {
    id: 'browser',
    experiment: 'request-of-a-browser',
    servers: ['raw'],
    title: { en: 'Then comes a browser', zh: '浏览器来了' },
    before: {
      en: 'In B/S, browser and server, the client was written long ago, by others, for every server there is. This is what a browser really sends. What does a socket answer?',
      zh: 'B/S（浏览器–服务器）里，客户端早就写好了，由别人写成，面向天下所有的服务器。下面就是浏览器真正发出的内容。套接字会怎么回答？',
    },
    after: {
      en: 'It answers nothing; it brings the request back. The browser looks for a status line, finds its own words, and gives up. A socket does not support B/S, because it does not know what the browser has in mind: HTTP.',
      zh: '它什么也没回答，只是把请求原样送回。浏览器要找状态行，看到的却是自己说过的话，只好放弃。套接字并不直接支持 B/S，因为它不知道浏览器心里想的是 HTTP。',
    },
  },
  {
    id: 'answer',
    experiment: 'plain-get',
    servers: ['raw', 'step1'],
    title: { en: 'The smallest thing a browser accepts', zh: '浏览器肯接受的最小应答' },
    before: {
      en: 'Step 1 is a learner’s first web server: the same socket, one receive, and one fixed answer with a status line in front. The same request goes to both.',
      zh: '第 1 步是初学者的第一个 Web 服务器：同样的套接字，收一次，回一份固定的应答，最前面加上一行状态行。把同一个请求发给两者。',
    },
    after: {
      en: 'One line of text, two fields and an empty line turn bytes into an answer. B/S does not replace the socket. It is C/S with a client that cannot be changed, on the very same sockets.',
      zh: '一行文字、两个字段、一个空行，就让字节变成了应答。B/S 并没有取代套接字：它就是客户端改不动的 C/S，跑在同样的套接字上。',
    },
  },
  {
    id: 'pieces',
    experiment: 'cut-everywhere',
    servers: ['step1', 'step2', 'handrolled'],
    title: { en: 'One receive is not one request', zh: '一次接收不等于一个请求' },
    before: {
      en: 'TCP may cut the request anywhere. Here it is cut after every single byte, and the letter G comes alone.',
      zh: 'TCP 可以在任何位置切开请求。这里每个字节都单独切开，最先到达的只有一个字母 G。',
    },
    after: {
      en: 'Step 1 took the letter G for the whole request and answered that. Step 2 collects until the empty line, as everybody must. The burden begins here: a request has to be read, not received.',
      zh: '第 1 步把一个字母 G 当成了整个请求，就此作答。第 2 步一直收到空行为止，人人都得这样做。负担从这里开始：请求要靠读懂，而不是靠“收到”。',
    },
  },
  {
    id: 'body',
    experiment: 'body-cut-in-two',
    servers: ['step2', 'step3', 'handrolled'],
    title: { en: 'A body has a length', zh: '消息体有长度' },
    before: {
      en: 'Six bytes of body are promised, “你好”, and arrive in two parts, cut within a character.',
      zh: '声明了六个字节的消息体“你好”，却分两段到达，切口正落在一个汉字中间。',
    },
    after: {
      en: 'Step 2 never reads bodies. Step 3 counts bytes, not characters, and waits for the rest before it makes text of them.',
      zh: '第 2 步从不读消息体。第 3 步数的是字节而不是字符，等全部到齐才把它们变成文字。',
    },
  },
  {
    id: 'silence',
    experiment: 'silent-client',
    servers: ['step2', 'step3', 'minimal'],
    title: { en: 'Somebody says nothing', zh: '有人一言不发' },
    before: {
      en: 'Browsers open connections before they need them. Client a connects and stays silent; client b has a question.',
      zh: '浏览器会提前打开连接备用。客户端 a 连上后一声不吭，客户端 b 有问题要问。',
    },
    after: {
      en: 'Step 2 serves one client after the other, so everybody waits for the silent one. From step 3 on each connection has a task of its own. And silence needs a deadline, which only step 5 has.',
      zh: '第 2 步一次只服务一个客户端，于是所有人都在等那个沉默的。从第 3 步起，每条连接各有任务。沉默还需要有时限，这要到第 5 步才有。',
    },
  },
  {
    id: 'chunks',
    experiment: 'chunked',
    servers: ['step3', 'step4', 'handrolled', 'minimal'],
    title: { en: 'A body without a length', zh: '没有长度的消息体' },
    before: {
      en: 'Who does not know the length in advance sends chunks. After the last one, a second request follows on the same connection.',
      zh: '事先不知道长度的一方会分块发送。最后一块之后，同一条连接上还跟着第二个请求。',
    },
    after: {
      en: 'Step 3 knows only Content-Length and takes the chunks for something else. A request says the length of its body in one of two ways, and a server has to know both, or it loses its place in the stream.',
      zh: '第 3 步只认得 Content-Length，把分块当成了别的东西。请求用两种方式之一说明正文的长度，服务器必须都认得，否则就在字节流里找不到自己的位置了。',
    },
  },
  {
    id: 'attack',
    experiment: 'smuggle-cl-te',
    servers: ['step3', 'handrolled', 'minimal'],
    title: { en: 'Two lengths, and an attack', zh: '两种长度，一次攻击' },
    before: {
      en: 'This request names two lengths at once, and a second request hides where they differ. Two servers in a row that disagree about the end let it through unseen: request smuggling.',
      zh: '这个请求同时给出两种长度，而第二个请求就藏在两者的差别里。前后两台服务器若对结尾看法不一，它就会悄悄溜过去，这叫请求走私。',
    },
    after: {
      en: 'Step 3 believed one of the lengths and kept the connection open. HandRolledHttp refuses and names the rule; Kestrel takes the chunks alone and closes. Either is safe. A parser is a door, and it has to be shut on purpose.',
      zh: '第 3 步随便信了一种，还让连接开着。HandRolledHttp 予以拒绝，并指出是哪条规则；Kestrel 只按分块解释，随后关闭连接。两种做法都安全。解析器是一道门，得有人用心把它关好。',
    },
  },
  {
    id: 'judgement',
    experiment: 'bare-lf',
    servers: ['step4', 'handrolled', 'minimal'],
    title: { en: 'Where two good servers differ', zh: '两台好服务器的分歧' },
    before: {
      en: 'Lines that end with LF alone, as echo piped into netcat sends them. HTTP wants CR LF, but lets a server be lenient.',
      zh: '用 echo 管道给 netcat，发出的行只以 LF 结尾。HTTP 要求 CR LF，但允许服务器宽容。',
    },
    after: {
      en: 'Step 4 waits for a line end that never comes, HandRolledHttp refuses at the exact byte, Kestrel understands. Hundreds of decisions like this one are in every HTTP server. Somebody has to know them and keep them in order.',
      zh: '第 4 步还在等永远不会来的行尾，HandRolledHttp 精确地指出出错的那个字节并拒绝，Kestrel 则看得懂。每台 HTTP 服务器里都有几百个这样的决定，总得有人了解它们、维护它们。',
    },
  },
  {
    id: 'underneath',
    experiment: 'framework-uses-sockets',
    servers: ['minimal'],
    title: { en: 'And the framework?', zh: '那么框架呢？' },
    before: {
      en: 'MinimalHttpServer has no line of code about sockets. Does it do without? The runtime’s own socket library is asked who accepts its connections.',
      zh: 'MinimalHttpServer 的代码里没有一行提到套接字。它真的不用套接字吗？来问问运行时自己的套接字库：是谁接受了它的连接？',
    },
    after: {
      en: 'It runs on a socket like everybody else; Kestrel opened it. B/S runs on sockets, only nobody should have to write that part twice.',
      zh: '它和大家一样跑在套接字上，只不过是 Kestrel 打开的。B/S 同样跑在套接字上，只是这一部分不必人人重写一遍。',
    },
  },
  {
    id: 'gifts',
    experiment: 'http2-alpn',
    servers: ['handrolled', 'minimal'],
    title: { en: 'What comes with it', zh: '随之而来的' },
    before: {
      en: 'During the TLS handshake the client offers HTTP/2. Nobody wrote a line about that in either server.',
      zh: 'TLS 握手时，客户端提出可以用 HTTP/2。两台服务器里都没有人为此写过一行代码。',
    },
    after: {
      en: 'The server by hand stays with HTTP/1.1, rightly; the framework agrees to HTTP/2. Compression, JSON, OpenAPI: by hand, each would be a project of its own.',
      zh: '手写的服务器停留在 HTTP/1.1，这没有错；框架则同意改用 HTTP/2。压缩、JSON、OpenAPI，每一样若要手写，都是一项大工程。',
    },
  },
  {
    id: 'end',
    experiment: 'plain-get',
    servers: ['handrolled', 'minimal'],
    title: { en: 'The same answer', zh: '同样的应答' },
    before: {
      en: 'Once more the plain request, to the server written by hand and to the one on a framework.',
      zh: '最后再发一次那个普通的请求：一台是手写的服务器，一台用了框架。',
    },
    after: {
      en: 'To the browser they are the same. One took thousands of lines, the other one line for each route. Write it once by hand, to know what it is. After that, let the framework.',
      zh: '在浏览器看来两者没有区别。一个写了几千行，另一个每条路由只有一行。亲手写一次，为的是明白它究竟是什么；从此以后，交给框架。',
    },
    next: [
      { href: '#/steps', text: { en: 'See the burden as a picture: the steps', zh: '把这副重担画成图：步骤' } },
      { href: '#/experiments', text: { en: 'Write your own bytes: the experiments', zh: '写你自己的字节：实验' } },
      { href: '#/live', text: { en: 'Watch your own curl: the live capture', zh: '看你自己的 curl：实时抓包' } },
    ],
  },
];
