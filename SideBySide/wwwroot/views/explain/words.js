export const words = {
  en: {
    title: 'Explain',
    lead: 'Paste a request or a response: every byte gets its rule, and a refusal points at its byte.',
    input: 'Bytes to explain',
    examples: 'Examples',
    share: 'Copy link',
    kind: 'Read as',
    auto: 'what it looks like',
    requests: 'requests',
    responses: 'responses',
  },
  zh: {
    title: '逐字节解读',
    lead: '粘贴一个请求或应答：每个字节都有它的规则；若被拒绝，会指出是哪个字节。',
    input: '要解读的字节',
    examples: '示例',
    share: '复制链接',
    kind: '当作',
    auto: '由内容判断',
    requests: '请求',
    responses: '应答',
  },
};
