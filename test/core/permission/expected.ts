/**
 * Who may do what, where, to whose ticket: written from the programme's rules by hand and reviewed, not from the table in core.
 * A change of rights has to be made in both places, and be seen here.
 *
 * s stranger, e entrepreneur, o official, h head, c commissioner, l leader, m manager, d duty desk, a admin; `.` nobody.
 * `any` stands for all seven: none own colleague joined handling cohandling other. What has no line is refused to everybody.
 */
export const EXPECTED = `
command            ticket      work       department duty       private

help               none        seohclmda  seohclmda  seohclmda  seohclmda
my_tickets         none        seohclmda  ohclmda    ohclmda    seohclmda

ticket_status      none        seohclmda  ohclmda    ohclmda    seohclmda
ticket_status      own         seohclmda  ohclmda    ohclmda    seohclmda
ticket_status      colleague   seohclmda  ohclmda    ohclmda    seohclmda
ticket_status      joined      seohclmda  ohclmda    ohclmda    seohclmda
ticket_status      handling    ohclmda    ohclmda    ohclmda    ohclmda
ticket_status      cohandling  ohclmda    ohclmda    ohclmda    ohclmda
ticket_status      other       ohclmda    ohclmda    ohclmda    ohclmda

supplement         none        seohclmda  ohclmda    ohclmda    seohclmda
supplement         own         seohclmda  ohclmda    ohclmda    seohclmda
supplement         colleague   sed        .          d          sed
supplement         joined      sed        .          d          sed
supplement         handling    ohcd       ohc        ohcd       ohcd
supplement         cohandling  ohcd       ohc        ohcd       ohcd
supplement         other       d          .          d          d

withdraw           none        seohclmda  ohclmda    ohclmda    seohclmda
withdraw           own         seohclmda  ohclmda    ohclmda    seohclmda
withdraw           colleague   .          .          md         md
withdraw           joined      .          .          md         md
withdraw           handling    .          .          md         md
withdraw           cohandling  .          .          md         md
withdraw           other       .          .          md         md

rate               none        seohclmda  ohclmda    ohclmda    seohclmda
rate               own         seohclmda  ohclmda    ohclmda    seohclmda

reopen             none        seohclmda  ohclmda    ohclmda    seohclmda
reopen             own         seohclmda  ohclmda    ohclmda    seohclmda
reopen             colleague   se         .          md         semd
reopen             joined      .          .          md         md
reopen             handling    ohc        ohc        ohcmd      ohcmd
reopen             cohandling  .          .          md         md
reopen             other       .          .          md         md

callback           none        seohclmda  ohclmda    ohclmda    seohclmda
callback           own         seohclmda  ohclmda    ohclmda    seohclmda

claim              none        ohc        ohc        ohc        ohc
claim              handling    ohc        ohc        ohc        ohc
contact            none        ohc        ohc        ohc        ohc
contact            handling    ohc        ohc        ohc        ohc
contact            cohandling  ohc        ohc        ohc        ohc
verify             none        ohc        ohc        ohc        ohc
verify             handling    ohc        ohc        ohc        ohc
reply              none        ohc        ohc        ohc        ohc
reply              handling    ohc        ohc        ohc        ohc
reply              cohandling  ohc        ohc        ohc        ohc
answer             none        ohc        ohc        ohc        ohc
answer             handling    ohc        ohc        ohc        ohc
close              none        ohc        ohc        ohc        ohc
close              handling    ohc        ohc        ohc        ohc
return             none        ohc        ohc        ohc        ohc
return             handling    ohc        ohc        ohc        ohc
suspend            none        ohc        ohc        ohc        ohc
suspend            handling    ohc        ohc        ohc        ohc
wait               none        ohc        ohc        ohc        ohc
wait               handling    ohc        ohc        ohc        ohc
resume             none        ohc        ohc        ohc        ohc
resume             handling    ohc        ohc        ohc        ohc
extend             none        ohc        ohc        ohc        ohc
extend             handling    ohc        ohc        ohc        ohc

transfer           none        ohcmd      ohc        ohcmd      ohcmd
transfer           handling    ohcmd      ohc        ohcmd      ohcmd
transfer           own         md         .          md         md
transfer           colleague   md         .          md         md
transfer           joined      md         .          md         md
transfer           cohandling  md         .          md         md
transfer           other       md         .          md         md
add_cohandler      none        ohcmd      ohc        ohcmd      ohcmd
add_cohandler      handling    ohcmd      ohc        ohcmd      ohcmd
add_cohandler      own         md         .          md         md
add_cohandler      colleague   md         .          md         md
add_cohandler      joined      md         .          md         md
add_cohandler      cohandling  md         .          md         md
add_cohandler      other       md         .          md         md

list_dept          none        ohclmda    ohclmda    ohclmda    ohclmda
overdue_list       none        ohclmda    ohclmda    ohclmda    ohclmda
stats              none        ohlmda     ohlmda     ohlmda     ohlmda
board              none        lmda       .          lmda       lmda
ranking            none        lmda       .          lmda       lmda
commissioner_list  none        elmda      c          lmda       eclmda
export             none        seohclmda  ohclmda    ohclmda    seohclmda
urge               any         lm         lm         lm         lm
supervise          any         lm         lm         lm         lm
approve            any         .          m          m          m
decline            any         .          m          m          m

open_from          none        da         .          da         da
dispatch           any         mda        .          mda        mda
triage             any         .          .          mda        mda
merge              any         da         .          da         da
split              any         da         .          da         da

bind_code          none        .          .          da         da
bind               none        .          .          .          seohclmda
signin_code        none        .          .          .          eohclmda
appoint            none        .          .          da         da
roster             none        .          .          da         da
deputy             none        .          .          da         da
leave              none        .          ohcmda     ohcmda     ohcmda
leave_end          none        .          ohcmda     ohcmda     ohcmda
directory          none        .          .          da         da
shadow             none        mda        .          mda        mda
learning           none        .          .          ma         ma
`;
