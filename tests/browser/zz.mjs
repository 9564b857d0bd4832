import { browser, host } from "./site.mjs";
const web = await host(process.argv[2] ?? "/tmp/pub", "/"); const b = await browser();
for (let i=0;i<3;i++) {
const c = await b.newContext({ viewport:{width:360,height:740}}); const p = await c.newPage();
const cdp = await c.newCDPSession(p); await cdp.send('Emulation.setCPUThrottlingRate',{rate:4});
await p.addInitScript(()=>{ globalThis.__lt=[]; new PerformanceObserver(l=>{for(const e of l.getEntries()) __lt.push([Math.round(e.startTime),Math.round(e.duration)])}).observe({type:'longtask',buffered:true}); });
if (i==2) { await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval',{interval:200}); await cdp.send('Profiler.start'); }
await p.goto(web.url+"tim/?q=dang+ky+khai+sinh"); await p.waitForTimeout(3000);
if (i==2) { const {profile} = await cdp.send('Profiler.stop'); const self=new Map(); const dt=profile.timeDeltas; const byId=new Map(profile.nodes.map(n=>[n.id,n]));
 profile.samples.forEach((s,k)=>{const n=byId.get(s); const key=n.callFrame.functionName+' '+n.callFrame.url.split('/').pop().slice(0,24)+':'+n.callFrame.lineNumber; self.set(key,(self.get(key)??0)+dt[k]/1000)});
 console.log([...self].sort((a,b)=>b[1]-a[1]).slice(0,32).map(([k,v])=>v.toFixed(1)+' '+k).join('\n')); }
const lt = await p.evaluate(()=>__lt); const fcp = await p.evaluate(()=>performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
console.log(Math.round(fcp), JSON.stringify(lt), 'TBT', lt.filter(x=>x[0]>=fcp-300).reduce((a,[s,d])=>a+Math.max(0,d-50),0));
await c.close(); }
await b.close(); await web.close();
