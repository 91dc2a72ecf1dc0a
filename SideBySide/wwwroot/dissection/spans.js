// What kind of thing a rule's bytes are; decides the ink, nothing else.
const inks = {
  'start-line': [
    'method', 'request-target', 'scheme', 'authority', 'authority-form', 'asterisk-form', 'absolute-path',
    'query', 'HTTP-version', 'status-code', 'reason-phrase', 'fragment', 'FIN RSV opcode',
  ],
  name: ['field-name', 'MASK length', 'extended length', 'close code'],
  value: ['field-value'],
  glue: ['CRLF', 'SP', 'OWS', '":"', '"?"', '"://"', 'BWS', 'LF', 'CR', 'masking key'],
  body: ['chunk-size', 'chunk-data', 'chunk-ext', 'message-body', 'content', 'last-chunk', 'payload data', 'close reason'],
};

const inkOf = new Map(Object.entries(inks).flatMap(([ink, rules]) => rules.map((rule) => [rule, ink])));

/** The class for a span: its ink, and whether the message was refused there. */
export const ink = (span) => `${inkOf.get(span.rule) ?? (span.rule.startsWith('(') ? 'rest' : 'value')}${span.isOffence ? '.offence' : ''}`;

/** All spans of a dissection, each with the number of its message. */
export const allSpans = (dissection) =>
  dissection.messages.flatMap((message, index) => message.spans.map((span) => ({ ...span, message: index })));
