// The room of docs/chat.md in a browser: it reads by Server-Sent Events, and once it has a name it is a member by WebSocket.

const words = {
  en: {
    title: 'Room',
    lines: 'Lines of the room',
    name: 'Name',
    join: 'Join',
    line: 'Line',
    send: 'Send',
    reads: 'You read along. Give a name to join.',
    joined: 'You are in the room.',
    lost: 'No connection to the room. Trying again.',
    ended: (why) => `The connection has ended. ${why}`,
  },
  zh: {
    title: '聊天室',
    lines: '聊天室里的每一行',
    name: '名字',
    join: '加入',
    line: '一行',
    send: '发送',
    reads: '你正在旁观。填上名字即可加入。',
    joined: '你已加入聊天室。',
    lost: '与聊天室没有连接，正在重试。',
    ended: (why) => `连接已结束。${why}`,
  },
};

const kept = 500; // lines shown at most
const given = new URLSearchParams(location.search);
const language = (given.get('lang') ?? navigator.language).startsWith('zh') ? 'zh' : 'en';
const say = words[language];
const element = (id) => document.getElementById(id);
const [lines, state, join, name, talk, text] = ['lines', 'state', 'join', 'name', 'say', 'text'].map(element);

let room = ''; // numbers mean something only in one room
let last = 0;
let events = null;
let socket = null;

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
if (given.has('theme')) document.documentElement.dataset.theme = given.get('theme');
for (const place of document.querySelectorAll('[data-text]')) place.textContent = say[place.dataset.text];
for (const place of document.querySelectorAll('[data-label]')) place.setAttribute('aria-label', say[place.dataset.label]);

/** Takes a line of the room: a digit begins one for all, `*` or `!` one for this client. */
function take(line) {
  const [first, second, ...rest] = line.split(' ');
  if (first === '*' && second === 'room') {
    if (room !== rest[0]) [room, last] = [rest[0], 0];
    return;
  }
  const number = Number.parseInt(first, 10);
  if (number <= last) return; // known from another door
  if (number > last) last = number;
  const end = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
  const item = document.createElement('li');
  item.textContent = line;
  if (!second?.endsWith(':')) item.className = 'quiet';
  lines.append(item);
  while (lines.childElementCount > kept) lines.firstElementChild.remove();
  if (end) lines.scrollTop = lines.scrollHeight;
}

function read() {
  events?.close();
  events = new EventSource('events');
  events.onopen = () => show(say.reads);
  events.onerror = () => {
    show(say.lost);
    if (events.readyState === EventSource.CLOSED) setTimeout(read, 2000); // after a status that is no 200, a browser gives up
  };
  events.onmessage = (event) => take(event.data);
  events.addEventListener('notice', (event) => take(event.data));
}

function enter() {
  const mine = new WebSocket(new URL('/chat', location.href.replace(/^http/, 'ws')));
  let why = '';
  socket = mine;
  mine.onmessage = ({ data }) => {
    take(data);
    if (data.startsWith('* room ')) {
      mine.send(last > 0 ? `${name.value.trim()} after=${last}` : name.value.trim());
    } else if (data.startsWith('! ')) {
      why = data.split(' ').slice(2).join(' ');
      if (talk.hidden) mine.close();
    } else if (talk.hidden && /^\d/.test(data)) {
      become(true);
      events.close();
      show(say.joined);
    }
  };
  mine.onclose = ({ reason }) => {
    socket = null;
    become(false);
    read();
    events.onopen = () => show(say.ended(why || reason)); // and is read along again
  };
}

function become(member) {
  talk.hidden = !member;
  join.hidden = member;
  (member ? text : name).focus();
}

function show(sentence) {
  state.textContent = sentence;
}

join.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!socket) enter();
});

talk.addEventListener('submit', (event) => {
  event.preventDefault();
  if (socket?.readyState !== WebSocket.OPEN) return;
  socket.send(text.value);
  text.value = '';
});

read();
