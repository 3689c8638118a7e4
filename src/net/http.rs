#[derive(Debug,Clone,Default)] pub struct Http;
