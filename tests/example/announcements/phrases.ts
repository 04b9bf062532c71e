/** Every sentence of this module that a person reads. */
export const phrases = {
  'announcements.too-long': '公告最多 {most} 个字，现在有 {length} 个字，请精简后再发布。',
  'announcements.over': '公告的截止时间已经过去，请改成以后的时间。',
} as const;
