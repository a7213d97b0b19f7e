import { describe, expect, it } from '@jest/globals';
import { isPublicAddress, readWebhookUrl } from './address.js';

const internet = { allowPrivate: false, allowHttp: false };
const ownNetwork = { allowPrivate: true, allowHttp: true };

describe('addresses that a webhook may reach', () => {
  it.each(['93.184.215.14', '8.8.8.8', '2606:2800:21f:cb07:6820:80da:af6b:8b2c', '::ffff:8.8.8.8'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1', '127.9.9.9', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1',
    '192.0.0.1', '192.0.2.1', '198.18.0.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255', '::', '::1', '::ffff:127.0.0.1',
    '::ffff:10.0.0.1', 'fe80::1', 'fc00::1', 'fd00::1', 'ff02::1', '64:ff9b::a00:1', '64:ff9b:1::a00:1', '2002:a00:1::1', '2001:db8::1', 'localhost', '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('the address of a webhook', () => {
  it('is https without credentials; numbers in disguise come out as addresses', () => {
    expect(readWebhookUrl('https://board.example/hook#x', internet)?.href).toBe('https://board.example/hook');
    expect(readWebhookUrl('https://0x7f.1/', internet)?.hostname).toBe('127.0.0.1');
    expect(readWebhookUrl('https://2130706433/', internet)?.hostname).toBe('127.0.0.1');
    for (const url of ['ftp://board.example/', 'file:///etc/passwd', 'https://u:p@board.example/', 'gopher://x', 'board.example', `https://x/${'a'.repeat(2_000)}`]) {
      expect(readWebhookUrl(url, ownNetwork)).toBeNull();
    }
  });

  it('is http only where that is allowed', () => {
    expect(readWebhookUrl('http://board.example/', internet)).toBeNull();
    expect(readWebhookUrl('http://board.example/', ownNetwork)?.href).toBe('http://board.example/');
  });
});
