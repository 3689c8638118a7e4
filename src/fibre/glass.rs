use serde::{Deserialize, Serialize};
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum FibreType {
    G652D,
    G657A1,
    #[default]
    G657A2,
    G657B3,
}
