//! Signatures of others: published ones, and for algorithms without a published one those of another library.

/// A JWS in its compact form, and the members of the key that verifies it.
pub struct Vector {
    pub source: &'static str,
    pub algorithm: &'static str,
    pub token: &'static str,
    pub key: &'static [(&'static str, &'static str)],
}

/// Every algorithm at least once. What `jose` (npm, 6.2.17) signed, it signed in Node.js, whose cryptography is
/// OpenSSL's and not the browser's; the RSA key is that of RFC 7520 §3.4.
pub const ALL: [Vector; 11] = [
    Vector { source: "RFC 7515 appendix A.2", algorithm: "RS256", token: A_2, key: RSA_7515 },
    Vector { source: "RFC 7515 appendix A.3", algorithm: "ES256", token: A_3, key: P256_7515 },
    Vector { source: "RFC 7515 appendix A.4", algorithm: "ES512", token: A_4, key: P521_7515 },
    Vector { source: "RFC 8037 appendix A.4", algorithm: "EdDSA", token: ED25519, key: ED25519_8037 },
    Vector { source: "RFC 7520 §4.2", algorithm: "PS384", token: COOKBOOK_4_2, key: RSA_7520 },
    Vector { source: "RFC 7520 §4.3", algorithm: "ES512", token: COOKBOOK_4_3, key: P521_7520 },
    Vector { source: "jose, key of RFC 7520", algorithm: "RS384", token: RS384, key: RSA_7520 },
    Vector { source: "jose, key of RFC 7520", algorithm: "RS512", token: RS512, key: RSA_7520 },
    Vector { source: "jose, key of RFC 7520", algorithm: "PS256", token: PS256, key: RSA_7520 },
    Vector { source: "jose, key of RFC 7520", algorithm: "PS512", token: PS512, key: RSA_7520 },
    Vector { source: "jose", algorithm: "ES384", token: ES384, key: P384 },
];

/// RFC 7515 appendix A.2.1.
const RSA_7515: &[(&str, &str)] = &[
    ("kty", "RSA"),
    (
        "n",
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-y\
        RT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-K\
        XBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h\
        9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    ),
    ("e", "AQAB"),
];

/// RFC 7515 appendix A.3.1.
const P256_7515: &[(&str, &str)] = &[
    ("kty", "EC"),
    ("crv", "P-256"),
    ("x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
    ("y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
];

/// RFC 7515 appendix A.4.1.
const P521_7515: &[(&str, &str)] = &[
    ("kty", "EC"),
    ("crv", "P-521"),
    ("x", "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk"),
    ("y", "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"),
];

/// RFC 8037 appendix A.2.
const ED25519_8037: &[(&str, &str)] =
    &[("kty", "OKP"), ("crv", "Ed25519"), ("x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")];

/// RFC 7520 §3.3.
const RSA_7520: &[(&str, &str)] = &[
    ("kty", "RSA"),
    ("kid", "bilbo.baggins@hobbiton.example"),
    (
        "n",
        "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMR\
        BSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZ\
        cD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY\
        7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw",
    ),
    ("e", "AQAB"),
];

/// RFC 7520 §3.1.
const P521_7520: &[(&str, &str)] = &[
    ("kty", "EC"),
    ("kid", "bilbo.baggins@hobbiton.example"),
    ("crv", "P-521"),
    ("x", "AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt"),
    ("y", "AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"),
];

/// Made for the one signature below, and its private half thrown away.
const P384: &[(&str, &str)] = &[
    ("kty", "EC"),
    ("crv", "P-384"),
    ("x", "ea5kzY_D0hSRLSdxUlQWtV0g1xAxH0Gjd-uWYZfwoQGtIB92aLpRtXL9asnbofBJ"),
    ("y", "aiO58mygyd9xqJ072kN1J8zaScVrk6v6T-_7avggaQu_Oa63QsMZxdM8BLTFhqTu"),
];

const A_2: &str = "\
    eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb2\
    90Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2F\
    p5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0\
    GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs\
    98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";

const A_3: &str = "\
    eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb2\
    90Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

const A_4: &str = "\
    eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-\
    KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_\
    Jn";

const ED25519: &str = "\
    eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWb\
    hijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

const COOKBOOK_4_2: &str = "\
    eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2\
    luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZ\
    WVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.cu22eBqkYDKg\
    IlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrh\
    iUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2\
    lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWj\
    wZ6oD4ifKo8DYM-X72Eaw";

const COOKBOOK_4_3: &str = "\
    eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2\
    luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZ\
    WVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.AE_R_YZCChjn\
    4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7\
    XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2";

const RS384: &str = "\
    eyJhbGciOiJSUzM4NCJ9.eyJpc3MiOiJqb2UifQ.YgoeFX7eTKGm7NtfDT_jRBNCI0qheEeYTW9jYgO7pkv9ZMH900LJXxwXQ7DRKio\
    ck6t6k0gIWDBg2pufqst0ABUjUsKxyt5s2T9QnLdc5aAHD_zsmseed09F4mvTvJbEZjZzNwPuDir6VFOqpj15E0fuUs6PJNTXiR7hCr\
    9LTfV9o7QjKA18aicB3WpOqbrpp3x3X2epyBNySadFp8YEJWayAxh6whzpUNfnzfYwWb--F2c9VBOiM21DTvGHicl6XgHAxPqWDgZJ_\
    a_zQjkutNepTacWRbfcrEtzaiSm74rH027EVVusM79Tg7z3PQvuGEAXNPmMq4RG9mn6hurbtg";

const RS512: &str = "\
    eyJhbGciOiJSUzUxMiJ9.eyJpc3MiOiJqb2UifQ.MZlecCisMwH-cIUKeUnYARf-DIcrbNj4gcWSF8EehkhPtcSe7WUhB7P4SGNbNHH\
    IRo3bOfQGaGoHm2ipKGPww5dviCAZO8_c4-SvL2L7Npzr_CGWF4-1cEpqO2gr9nh18-k7cqzRVWRhdlWUvjF54hOAIFNMrAKnOnfU-H\
    wSeWJPJA48A1yYt8LnFC_qA2-bJxJaHVFj4MZtjNXteCEOsB8klcCNFdhSKkscE_2V42RfKVw-BGVpBXukF3WQd-jqyXTaKdn280Bfb\
    _IIUi-U79HPffCwIFJ2D5OmhE2TRM-EvBJzGz96Dk-N_M886qKs-EAQ1RuD77CqXAAmwJP6ZA";

const PS256: &str = "\
    eyJhbGciOiJQUzI1NiJ9.eyJpc3MiOiJqb2UifQ.ikvNwDLAMLetf1lvTPZ6Ml2B9_g9U6Sd21_DbRJU0RLL9HU6ptwGjxYDfo2cNzb\
    s40DFT65U1iBVn3Z9Q66XgfNvzCmBAMMcawzOHLzJ5D4T9tga1F-fpXXknren3Phv0jDF6vC3kjaJNgiqLxU3ty9K_SaGLgoAF_M3Gr\
    WAmawhxCUrB9fKX6_LT4xdNPHgn6OMcKTvIG4OgkEW4hNBQrkJZin7DNPGrIZgE_yoqttvG3Bm-YWIGCW1sJC_mU6dkCpf1H-_UgUBB\
    1hD8yHYaHy4DDPn6fzRCAfHnCIQlk84jQbC_PD9qVDUdv5LOuAJN-oJLWH5GyZavFjljhjWMQ";

const PS512: &str = "\
    eyJhbGciOiJQUzUxMiJ9.eyJpc3MiOiJqb2UifQ.QNFfJeeXtjRQ3TBt_QjhACPFgNiKoBpFiT1ge9I5p17Adixu1kE5xg-QlP8WAFc\
    MtehscS2icNyj--hxgqkJsNSrCo73rTGN6rAYNFvgJbRejkxIp9p9gLu6VynoHyoxXiHdqT_mcrv2F1zdGDAXU6YDM0ynE0OlmJA9mF\
    WwqxMepo04BMPgonrxLnAN8yK4DDSZnE3AO9D58udiaM5VW2T6803vyi6cD43APeJ5chKqBsdGPJrVvLSA-8FYwyEZ38U-80fQKGmt1\
    nMKY4uleP7TLp3VPq8aNxGZkkdQkoWf0xtBPkBP6q7vZOk5RJX2IqVnl-w87--CMYTvVcR2aw";

const ES384: &str = "\
    eyJhbGciOiJFUzM4NCJ9.eyJpc3MiOiJqb2UifQ.wRyb-FL5ORKlEuJ4xr2Wo9dKUlYvvCagzkxsmftNXgm6IQ5mNOjXfoeQjyKTS1n\
    8zo7Ap5D9ImFJaviXIru8X5cz3FrqH51o3IONvcL_nWmjxWIopdg-pe-4C2fbqf31";
