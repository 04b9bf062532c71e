import test from 'ava';
import { algorithmWords, formWords, tableWords } from './words.ts';

test('forms, tables and ciphers are told in words; an unknown one stays itself', (t) => {
  t.deepEqual(['v2', 'v2-sm4', 'plain', '?'].map(formWords), ['第 2 版', '第 2 版（国密 SM4）', '未封存', '?']);
  t.deepEqual(['patient', 'new_table'].map(tableWords), ['患者身份与联系方式', 'new_table']);
  t.deepEqual(['aes-256-gcm', 'sm4-gcm'].map(algorithmWords), ['AES-256-GCM', '国密 SM4-GCM']);
});
