export const words = {
  en: {
    title: 'Explain',
    lead: 'Paste requests or responses, with the WebSocket frames after them: every byte gets its rule, and a violation is shown at its byte.',
    input: 'Bytes to explain',
    examples: 'Examples',
    share: 'Copy link',
    kind: 'Read as',
    auto: 'what it looks like',
    requests: 'requests',
    responses: 'responses',
  },
  zh: {
    title: '解读',
    lead: '粘贴请求或响应，也可以带上其后的 WebSocket 帧：每个字节对应哪条规则，错在哪个字节，都会指出来。',
    input: '要解读的字节',
    examples: '示例',
    share: '复制链接',
    kind: '当作',
    auto: '由内容判断',
    requests: '请求',
    responses: '响应',
  },
};
