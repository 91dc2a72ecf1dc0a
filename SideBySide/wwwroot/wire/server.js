import { language } from '../shell/language.js';

/** What a server is called in a column: its project, or which step it is. */
export function serverName(server) {
  if (server.kind !== 'step') return server.name;
  const number = server.id.replace(/\D+/, '');
  return language() === 'zh' ? `第 ${number} 步` : `Step ${number}`;
}

/** Where it listens for what is carried in this way, without the scheme. */
export function address(server, over) {
  const schemes = { tcp: ['tcp:', 'http:'], udp: ['udp:'], tls: ['https:'] }[over ?? 'tcp'];
  const url = server.urls.find((candidate) => schemes.some((scheme) => candidate.startsWith(scheme)));
  return url?.replace(/^\w+:\/\//, '') ?? '';
}
