/** The pages by their addresses. An address holds ids of ours at most, never anything of a patient. */
import { createRouter, createWebHistory } from 'vue-router';
import type { RouteRecordRaw } from 'vue-router';
import { deskRoutes } from './places.ts';

declare module 'vue-router' {
  interface RouteMeta {
    /** What the browser's title bar may say. */
    title?: string;
    /** Signed-in staff only: named at the top, watermarked all over. */
    forStaff?: boolean;
    /** Shows a patient's data: copied, saved and printed as the hospital's settings allow. */
    clinical?: boolean;
    /** Has its own way back and needs the room for its buttons: the frame's places are left out. */
    detail?: boolean;
    /** Each address has a page of its own: nothing of one patient is ever seen while another is being read. */
    ownPage?: boolean;
  }
}

const phone: RouteRecordRaw = {
  path: '/m',
  component: () => import('./phone-shell.vue'),
  meta: { forStaff: true, clinical: true },
  children: [
    { path: '', name: 'tasks', component: () => import('../pages/tasks/tasks-page.vue'), meta: { title: '我的工作' } },
    { path: 'critical-values', name: 'critical-values', component: () => import('../pages/critical-values/list-page.vue'), meta: { title: '危急值' } },
    { path: 'critical-values/register', name: 'critical-value-register', component: () => import('../pages/critical-values/phone-register-page.vue'), meta: { title: '危急值登记本' } },
    { path: 'critical-values/by-hand', name: 'critical-value-by-hand', component: () => import('../pages/critical-values/report-page.vue'), meta: { title: '手工上报危急值', detail: true } },
    { path: 'critical-values/:id', name: 'critical-value', component: () => import('../pages/critical-values/detail-page.vue'), meta: { title: '危急值处理', detail: true } },
    { path: 'patients', name: 'patients', component: () => import('../pages/patient-lookup/list-page.vue'), meta: { title: '患者' } },
    { path: 'patients/:id', name: 'patient', component: () => import('../pages/records/patient-page.vue'), meta: { title: '患者', detail: true, ownPage: true } },
    { path: 'patients/:id/documents/:documentId', name: 'patient-document', component: () => import('../pages/records/document-page.vue'), meta: { title: '病历文书', detail: true } },
    { path: 'patients/:id/reports/:reportId', name: 'patient-report', component: () => import('../pages/records/report-page.vue'), meta: { title: '报告', detail: true, ownPage: true } },
    { path: 'patients/:id/tests', name: 'patient-tests', component: () => import('../pages/test-requests/requests-page.vue'), meta: { title: '申请检验检查', detail: true, ownPage: true } },
    { path: 'beds', name: 'beds', component: () => import('../pages/beds/wards-page.vue'), meta: { title: '床位一览' } },
    { path: 'beds/:ward', name: 'ward-beds', component: () => import('../pages/beds/ward-page.vue'), meta: { title: '床位一览', detail: true, ownPage: true } },
    { path: 'planned', name: 'planned', component: () => import('../pages/patient-lookup/planned-page.vue'), meta: { title: '待入院患者' } },
    { path: 'admission-centre', name: 'admission-centre', component: () => import('../pages/admission-centre/console-page.vue'), meta: { title: '预住院中心' } },
    { path: 'admission-centre/:id', name: 'admission-booking', component: () => import('../pages/admission-centre/booking-page.vue'), meta: { title: '预约安排', detail: true } },
    { path: 'theatre', name: 'theatre', component: () => import('../pages/theatre/theatre-page.vue'), meta: { title: '手术排台' } },
    { path: 'consultations', name: 'consultations', component: () => import('../pages/consultations/consultations-page.vue'), meta: { title: '我的会诊' } },
    { path: 'consultations/:id', name: 'consultation', component: () => import('../pages/consultations/consultation-page.vue'), meta: { title: '会诊', detail: true, ownPage: true } },
    { path: 'clinics', name: 'clinics', component: () => import('../pages/schedules/clinics-page.vue'), meta: { title: '出诊与预约' } },
    { path: 'duty', name: 'duty', component: () => import('../pages/duty-roster/tonight-page.vue'), meta: { clinical: false, title: '谁值班', detail: true } },
    { path: 'clinics/:id', name: 'clinic-session', component: () => import('../pages/schedules/session-page.vue'), meta: { title: '预约名单', detail: true, ownPage: true } },
    { path: 'access', name: 'access', component: () => import('../pages/data-scope/access-page.vue'), meta: { title: '查询权限申请', detail: true } },
    { path: 'emergency-views/:id', name: 'emergency-view', component: () => import('../pages/data-scope/glass-page.vue'), meta: { title: '紧急查阅', detail: true } },
    { path: 'me', name: 'me', component: () => import('../pages/me/me-page.vue'), meta: { clinical: false, title: '我' } },
    { path: 'me/security', name: 'my-security', component: () => import('../pages/me/security-page.vue'), meta: { clinical: false, title: '登录与安全' } },
  ],
};

const desk: RouteRecordRaw = {
  path: '/desk',
  component: () => import('./desk-shell.vue'),
  meta: { forStaff: true },
  children: [{ path: '', name: 'desk', component: () => import('./desk-home.vue') }, ...deskRoutes()],
};

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'entrance', component: () => import('../pages/demo/entrance-page.vue') },
    { path: '/demo', name: 'demo', component: () => import('../pages/demo/demo-page.vue'), meta: { title: '演示' } },
    { path: '/m/sign-in', name: 'sign-in', component: () => import('../pages/sign-in/sign-in-page.vue'), meta: { title: '登录' } },
    { path: '/guide', name: 'guide', component: () => import('../pages/guide/guide-page.vue'), meta: { title: '来院指南' } },
    { path: '/guide/:kind(institution|department)/:code', name: 'guide-place', component: () => import('../pages/guide/place-page.vue'), meta: { title: '来院指南' } },
    { path: '/screen', name: 'screen', component: () => import('../pages/ward-screens/screen-page.vue'), meta: { title: '护士站大屏' } },
    phone,
    desk,
    { path: '/verify/:id?', name: 'verify', component: () => import('../pages/signatures/verify-page.vue'), meta: { title: '签名核验', forStaff: true } },
    { path: '/:rest(.*)*', name: 'nowhere', component: () => import('../pages/nowhere-page.vue'), meta: { title: '没有这个页面' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

// WeCom's sign-in leaves its mark behind the address; a link somebody copies should not carry it.
router.beforeEach((to) => (to.hash === '#wechat_redirect' ? { ...to, hash: '', replace: true } : true));

router.afterEach((to) => {
  document.title = to.meta.title === undefined ? '移动医护' : `${to.meta.title} · 移动医护`;
});

// A page opened before an upgrade asks for chunks that are gone: fetch the new page once instead of standing still.
const reloadedFor = 'wardline:reloaded-for';
router.onError((error, to) => {
  if (!/dynamically imported module|Importing a module script|preload/i.test(String(error))) return;
  if (sessionStorage.getItem(reloadedFor) === to.fullPath) return;
  sessionStorage.setItem(reloadedFor, to.fullPath);
  location.assign(to.fullPath);
});
