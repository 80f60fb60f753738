//! The pictures that people of the demo send. Drawn for it; the drawings (SVG) lie beside them.

macro_rules! pictures {
    ($($name:literal),+ $(,)?) => {
        const PICTURES: &[(&str, &[u8])] = &[
            $(($name, include_bytes!(concat!("../../assets/pictures/", $name, ".png")))),+
        ];
    };
}

pictures!(
    "burger",
    "couscous",
    "delivery-bag",
    "family-box",
    "medicine",
    "open-box",
    "pizza",
    "receipt",
    "salad",
);

/// The PNG of a name such as `pizza.png`.
pub(crate) fn find(name: &str) -> Option<&'static [u8]> {
    let name = name.strip_suffix(".png")?;
    PICTURES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, bytes)| *bytes)
}
