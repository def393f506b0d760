use crate::network::{Consist, Product};

/// Which shipments an operation takes, where hours differ by what they are packed in and by whether
/// they fill a train.
///
/// Operations that do the same with other hours stand side by side, and a shipment rides one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Riders(u8);

impl Riders {
    /// Every shipment.
    pub const ALL: Self = Self(0b11_1111);

    /// What goes by rail.
    pub(super) const BY_RAIL: [(Product, Consist); 4] = [
        (Product::ContainerTrain, Consist::Single),
        (Product::ContainerTrain, Consist::BlockTrain),
        (Product::Wagon, Consist::Single),
        (Product::Wagon, Consist::BlockTrain),
    ];

    const fn bit(product: Product, consist: Consist) -> u8 {
        let product = match product {
            Product::ContainerTrain => 0,
            Product::Wagon => 2,
            Product::Truck => 4,
        };
        let consist = match consist {
            Consist::Single => 0,
            Consist::BlockTrain => 1,
        };
        1 << (product + consist)
    }

    /// Shipments that go like this, whatever they buy.
    pub(super) const fn going(consist: Consist) -> Self {
        Self(
            Self::bit(Product::ContainerTrain, consist)
                | Self::bit(Product::Wagon, consist)
                | Self::bit(Product::Truck, consist),
        )
    }

    /// Whether it takes shipments that buy this product and go like this.
    #[must_use]
    pub const fn takes(self, product: Product, consist: Consist) -> bool {
        self.0 & Self::bit(product, consist) != 0
    }

    /// For telling them apart, below 64.
    pub(super) const fn bits(self) -> u8 {
        self.0
    }

    /// What goes by rail, together where it finds the same.
    pub(super) fn by_rail<T: PartialEq>(
        mut find: impl FnMut(Product, Consist) -> T,
    ) -> Vec<(Self, T)> {
        let mut groups: Vec<(Self, T)> = Vec::with_capacity(1);
        for (product, consist) in Self::BY_RAIL {
            let found = find(product, consist);
            let bit = Self::bit(product, consist);
            match groups.iter_mut().find(|(_, known)| *known == found) {
                Some((riders, _)) => riders.0 |= bit,
                None => groups.push((Self(bit), found)),
            }
        }
        if let [(riders, _)] = &mut groups[..] {
            *riders = Self::ALL;
        }
        groups
    }
}
