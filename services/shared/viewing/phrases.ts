/** What a person reads of this module. */
import type { Tampering, TakingWay, WindowName } from './model.ts';

export const phrases = {
  'viewing.encrypted': '这份文书设了打开密码，不能显示。请到原系统查看。',
  'viewing.damaged': '这份文书的文件已损坏，不能显示。请到原系统查看。',
  'viewing.too-large': '这份文书太大，不能在这里显示。请到原系统查看。',
  'viewing.too-many-pages': '这份文书页数太多，不能在这里显示。请到原系统查看。',
  'viewing.unsupported': '这种格式的文书不能在这里显示。请到原系统查看。',
  'viewing.compressed': '这份影像用了这里不能解的压缩格式（如 JPEG 2000、JPEG-LS、RLE）。请在影像系统或云影像里看。',
  'viewing.too-slow': '这份文书处理时间太长，没有显示出来。请稍后再试，或到原系统查看。',
  'viewing.page-damaged': '第 {page} 页已损坏，不能显示，其他页可以照常看。这一页请到原系统查看。',
  'viewing.page-too-large': '第 {page} 页太大，不能在这里显示，其他页可以照常看。这一页请到原系统查看。',
  'viewing.page-unsupported': '第 {page} 页的格式不能在这里显示，其他页可以照常看。这一页请到原系统查看。',
  'viewing.page-too-slow': '第 {page} 页处理时间太长，没有显示出来，其他页可以照常看。请一分钟后再试，或到原系统查看这一页。',
  'viewing.busy': '打开的页太多，请稍等再翻。',
  'viewing.not-out': '本院没有开放这类文书的导出。',
  'viewing.pdf-without-page': '第 {page} 页不能显示，导出会缺页，所以没有导出。请到原系统办理。',
  'viewing.pdf-too-large': '导出的 PDF 超过 8 MB，不能一次导出。请在页面上查看。',
  'viewing.over': '打开太久，或内容有了变化，请重新打开。',
  'viewing.not-to-take': '本院没有开放这种操作。需要时请到原系统办理。',
  'viewing.told-enough': '一小时内已登记 {most} 次，不再逐次登记。',
} as const;

/** Windows, as radiologists call them. */
export const windowWords: Readonly<Record<WindowName, string>> = { lung: '肺窗', soft: '软组织窗', brain: '脑窗', bone: '骨窗', liver: '肝窗' };

/** On a copy that leaves as a file, in the place of what let the person see it. */
export const exportWord = '导出';

export const takingWords: Readonly<Record<TakingWay, string>> = { copy: '复制', save: '保存图片', print: '打印' };
export const tamperingWords: Readonly<Record<Tampering, string>> = { removed: '被移除', hidden: '被隐藏', emptied: '被清空', shrunk: '被缩小', covered: '被遮挡' };

/** What people do here, as the audit calls it. */
export const actNames = {
  'viewing.note': '登记打开的水印页',
  'viewing.note-looks': '登记水印页的版面',
  'viewing.note-screen': '登记屏幕水印',
  'viewing.open': '打开文书的水印页',
  'viewing.open-orders': '打开医嘱的水印页',
  'viewing.page': '查看水印页的一页',
  'viewing.export': '导出带水印的 PDF',
  'viewing.find': '在水印页里查找',
  'viewing.screen': '领取屏幕水印',
  'viewing.take': '复制、保存或打印页面内容',
  'viewing.tamper': '水印被移除或遮挡',
} as const;
