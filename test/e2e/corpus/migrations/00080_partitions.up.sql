create table measured (at date not null, v integer) partition by range (at);
create table measured_2025 partition of measured for values from ('2025-01-01') to ('2026-01-01');
create table measured_2026 partition of measured for values from ('2026-01-01') to ('2027-01-01') partition by list (v);
create table measured_2026_1 partition of measured_2026 for values in (1, 2);
create table measured_2026_rest partition of measured_2026 default;
create index measured_v on measured (v);
insert into measured values ('2025-05-05', 1), ('2026-05-05', 1), ('2026-05-05', 9);
create table measured_old (like measured including all);
alter table measured attach partition measured_old for values from ('2020-01-01') to ('2025-01-01');
