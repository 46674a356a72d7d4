/** The request that opens a visitor's socket, as text: for clients that write their own bytes. `more`: header lines. */
export const upgradeRequest = (origin, more = []) =>
  [
    'GET /v1/sites/shop-fr/visitor HTTP/1.1',
    'Host: x',
    `Origin: ${origin}`,
    ...more,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '',
    '',
  ].join('\r\n');
