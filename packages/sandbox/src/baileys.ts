/**
 * All that the sandbox takes from Baileys: the protobuf messages and the stanza codec. By their own paths, so that
 * the client half is not loaded: that halves the memory of the process and the time to start it.
 */
export { proto } from '@whiskeysockets/baileys/WAProto/index.js';
export {
  decodeBinaryNode,
  encodeBinaryNode,
  jidDecode,
  jidEncode,
  type BinaryNode,
} from '@whiskeysockets/baileys/lib/WABinary/index.js';
