/** Which addresses are of the public internet, by the registers of IANA. */
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { isPublicAddress } from '../../../server/wire/public-address.js';

const PUBLIC = `
  1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.255.255 172.32.0.1 192.167.255.255 198.17.255.255 198.20.0.1
  168.63.129.15 223.255.255.255 2606:4700:4700::1111 2a00:1450:4001::200e 2001:4860:4860::8888 ::ffff:8.8.8.8
`;

/** Each line of one kind. */
const OTHERS: Record<string, string> = {
  'this host and network': '0.0.0.0 0.1.2.3 :: ::ffff:0.0.0.0',
  loopback: '127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1 ::ffff:7f00:1',
  private: '10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 ::ffff:10.0.0.1 ::ffff:c0a8:101 fc00::1 fdff::1',
  'link-local': '169.254.0.1 169.254.169.254 fe80::1 febf::1 ::ffff:169.254.169.254',
  'site-local of old': 'fec0::1 feff::1',
  'with a zone': 'fe80::1%eth0 2606:4700:4700::1111%1',
  'metadata of clouds':
    '169.254.169.254 168.63.129.16 ::ffff:168.63.129.16 100.100.100.200 fd00:ec2::254 192.0.0.192',
  'carrier-grade NAT': '100.64.0.1 100.127.255.255',
  'protocol assignments': '192.0.0.1 192.0.0.170 192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1',
  documentation: '192.0.2.1 198.51.100.1 203.0.113.1 2001:db8::1 3fff::1',
  benchmarks: '198.18.0.1 198.19.255.255 2001:2::1',
  multicast: '224.0.0.1 239.255.255.255 ff02::1 ff0e::1',
  'reserved and broadcast': '240.0.0.1 255.255.255.255 4000::1 8000::1 5f00::1',
  'IPv4 inside IPv6, compatible': '::127.0.0.1 ::7f00:1 ::8.8.8.8',
  'IPv4 inside IPv6, translated': '::ffff:0:127.0.0.1',
  NAT64: '64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1',
  '6to4': '2002:7f00:1:: 2002:808:808::1',
  Teredo: '2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2',
  'discard and ORCHID': '100::1 2001:10::1 2001:20::1',
  'what is no address to node:net':
    '1 127.1 0x7f.0.0.1 0177.0.0.1 2130706433 localhost [::1] 8.8.8.8:80 8.8.8.8/32 8.8.8',
};

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

describe('isPublicAddress', () => {
  it('takes addresses of the public internet, up to the edges of other ranges', () => {
    expect(words(PUBLIC).filter((address) => !isPublicAddress(address))).to.deep.equal([]);
  });

  for (const [kind, addresses] of Object.entries(OTHERS)) {
    it(`refuses: ${kind}`, () => {
      expect(words(addresses).filter(isPublicAddress)).to.deep.equal([]);
    });
  }

  it('refuses the empty text', () => {
    expect(isPublicAddress('')).to.equal(false);
  });
});
