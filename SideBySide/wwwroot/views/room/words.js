export const words = {
  en: {
    title: 'Room',
    lead: 'A line that is typed in a terminal appears in the browser, and the other way round. The room is a socket; the browser gets there through HTTP.',
    terminal: 'Type this into a terminal:',
    first: 'Your first line is your name, then every line is a message.',
    browser: 'Give a name and say something:',
    frame: 'The room, served by HandRolledHttp',
    same: 'The same room in a page of its own, at each server:',
  },
  zh: {
    title: '聊天室',
    lead: '在终端里输入一行，浏览器里就会出现；反过来也一样。聊天室就是一个套接字，浏览器要经由 HTTP 才能到达。',
    terminal: '在终端里输入：',
    first: '第一行是你的名字，之后每一行是一条消息。',
    browser: '填上名字，说点什么：',
    frame: '聊天室，由 HandRolledHttp 提供',
    same: '在单独的页面里打开同一个聊天室，由各服务器提供：',
  },
};
