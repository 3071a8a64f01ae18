import { describe, expect, it } from 'vitest';
import { gatewayAddressOf, gatewayUrl, hostAt, isLoopback, ListenFault, serviceAddressOf } from './listening.ts';

const tls = { CHANCERY_GATEWAY_TLS_CERT: '/a.crt', CHANCERY_GATEWAY_TLS_KEY: '/a.key' };

describe('an address at which a process listens', () => {
  it('is loopback where nobody says otherwise', () => {
    expect([gatewayAddressOf({}), gatewayAddressOf({ CHANCERY_GATEWAY_HOST: '' }), serviceAddressOf({})]).toEqual(
      Array(3).fill('127.0.0.1'),
    );
  });

  it.each(['0.0.0.0', '10.0.1.10', '::', 'fd00::10'])(
    'may be %s: a service speaks mutual TLS there, the gateway TLS, or a proxy before it',
    (address) => {
      expect(serviceAddressOf({ CHANCERY_SERVICE_HOST: address })).toBe(address);
      expect(gatewayAddressOf({ CHANCERY_GATEWAY_HOST: address, ...tls })).toBe(address);
      expect(gatewayAddressOf({ CHANCERY_GATEWAY_HOST: address, CHANCERY_BEHIND_PROXY: '1' })).toBe(address);
      for (const half of [{}, { CHANCERY_GATEWAY_TLS_CERT: '/a.crt' }, { CHANCERY_BEHIND_PROXY: '0' }])
        expect(() => gatewayAddressOf({ CHANCERY_GATEWAY_HOST: address, ...half })).toThrow(/plain HTTP there.*CHANCERY_GATEWAY_TLS_CERT/);
    },
  );

  it.each(['127.0.0.2', '::1'])('may be %s without TLS: nobody else reaches it', (address) => {
    expect(gatewayAddressOf({ CHANCERY_GATEWAY_HOST: address })).toBe(address);
    expect(isLoopback(address)).toBe(true);
  });

  it.each(['gateway.example', '10.0.1', '10.0.1.10:4000', '[::1]', '*'])('is not %s', (address) => {
    expect(() => gatewayAddressOf({ CHANCERY_GATEWAY_HOST: address, ...tls })).toThrow(ListenFault);
    expect(() => serviceAddressOf({ CHANCERY_SERVICE_HOST: address })).toThrow('CHANCERY_SERVICE_HOST is an address of this machine');
  });

  it('is asked at by its own machine, over loopback by the name in the certificate', () => {
    const asked = (address: string) => [gatewayUrl(address, 4000, false), gatewayUrl(address, 4000, true)];
    expect(asked('127.0.0.1')).toEqual(['http://127.0.0.1:4000', 'https://localhost:4000']);
    expect(asked('0.0.0.0')).toEqual(['http://127.0.0.1:4000', 'https://localhost:4000']);
    expect(asked('10.0.1.10')).toEqual(['http://10.0.1.10:4000', 'https://10.0.1.10:4000']);
    expect(asked('fd00::10')).toEqual(['http://[fd00::10]:4000', 'https://[fd00::10]:4000']);
  });

  it('has a host in a URL', () => {
    expect(['0.0.0.0', '::', '::1', '10.0.1.10', '127.0.0.1'].map(hostAt)).toEqual([
      '127.0.0.1',
      '[::1]',
      '[::1]',
      '10.0.1.10',
      '127.0.0.1',
    ]);
  });
});
