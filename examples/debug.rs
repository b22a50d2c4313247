use grundnorm::*;
fn main(){
 let a:Vec<String>=std::env::args().collect();
 let langs=lang::Langs::load(pack::embedded::languages()).unwrap();
 let l=langs.get(&a[1]).unwrap();
 let text=std::fs::read_to_string(&a[2]).unwrap();
 let s=source::Source::new("x",text,source::Markup::Plain);
 let r=syntax::Reading::new(&s,l);
 for act in syntax::parse(&r){
  for c in facts::clause::split(&r,&act){
   println!("-- {:?} {:?} {}", c.zone,c.unit.map(|u|act.units[u].eid.to_string()), s.slice(r.tokens.span(c.tokens.clone())));
   for h in c.cues.iter().chain(&c.quoted_cues){ println!("     {:?} [{}]",h.cue,s.slice(r.tokens.span(h.start..h.end)));}
   for c in &c.citations{ println!("     cite {:?} {:?}",c.act,c.targets);}
  }
 }
}
