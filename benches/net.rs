//! How fast the network runs: hops of frames in a second, with 8, 32 and 100 computers on one switch; pings in a tree.

use std::hint::black_box;
use std::net::Ipv4Addr;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use splicelab::net::bridge::{Bridge, Member, Mode};
use splicelab::net::console::type_line;
use splicelab::net::device::{Device, Os};
use splicelab::net::frame::{self, IPV4};
use splicelab::net::models::models;
use splicelab::net::{Mac, Net, Time};

/// So many computers on one switch that knows none of them.
fn star(hosts: usize) -> Net {
    let mut net = Net::new(1);
    let mut switch = Device::new("switch", Os::None);
    switch.bridges.push(Bridge::new("switch", Mac::of_port(9999, 0)));
    for port in 0..hosts {
        switch.add_port((port + 1).to_string(), Mac::of_port(9999, port + 1), 10_000);
        switch.ports[port].bridge = Some(0);
        switch.bridges[0].members.push(Some(Member { mode: Mode::Access, ..Member::default() }));
    }
    let switch = net.add(switch);
    for host in 0..hosts {
        let device = net.add(models()["linux-host"].device(&format!("h{host}"), "linux-host", host + 1));
        assert!(net.connect((device, 0), (switch, host)));
        let line = format!("ip addr add 10.0.{}.{}/16 dev eth0", host / 200, host % 200 + 1);
        type_line(&mut net, device, &line);
    }
    net
}

fn hops(c: &mut Criterion) {
    let mut group = c.benchmark_group("hops");
    for hosts in [8, 32, 100] {
        let net = star(hosts);
        // Each computer sends frames to a card that nobody has: they go everywhere.
        let flood = |net: &mut Net| {
            for round in 0..5 {
                for device in 1..=hosts {
                    let src = net.devices[device].ports[0].mac;
                    let frame = frame::build(Mac([2, 0, 0, 0, 0, round]), src, None, IPV4, &[0; 46]);
                    net.with(device, |_, cx| cx.send(0, frame));
                }
            }
            net.run_for(Time::seconds(1));
            net.hops()
        };
        let before = net.hops();
        let count = flood(&mut net.clone()) - before;
        group.throughput(Throughput::Elements(count));
        group.bench_function(format!("{hosts} computers"), |b| {
            b.iter_batched(|| net.clone(), |mut net| black_box(flood(&mut net)), criterion::BatchSize::LargeInput);
        });
    }
    group.finish();
}

/// 64 computers below 8 switches below one.
fn tree() -> Net {
    let mut net = Net::new(1);
    let top = net.add(models()["switch-24"].device("top", "switch-24", 0));
    for branch in 0..8 {
        let switch = net.add(models()["switch-24"].device(&format!("s{branch}"), "switch-24", branch + 1));
        net.connect((top, branch), (switch, 0));
        for leaf in 0..8 {
            let number = branch * 8 + leaf;
            let host = net.add(models()["linux-host"].device(&format!("h{number}"), "linux-host", 20 + number));
            net.connect((host, 0), (switch, leaf + 1));
            type_line(&mut net, host, &format!("ip addr add 10.0.0.{}/24 dev eth0", number + 1));
        }
    }
    net.negotiate();
    net.run_for(Time::seconds(60));
    net
}

fn pings(c: &mut Criterion) {
    let net = tree();
    let mut group = c.benchmark_group("pings");
    group.sample_size(10);
    group.bench_function("4032 in a tree of 64", |b| {
        b.iter_batched(
            || net.clone(),
            |mut net| {
                let hosts: Vec<usize> =
                    (0..net.devices.len()).filter(|index| net.devices[*index].os == Os::Linux).collect();
                for from in &hosts {
                    for to in 1..=64_u8 {
                        black_box(net.probe(*from, Ipv4Addr::new(10, 0, 0, to)));
                    }
                }
            },
            criterion::BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, hops, pings);
criterion_main!(benches);
