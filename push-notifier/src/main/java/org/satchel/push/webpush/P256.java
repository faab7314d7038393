// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/// Keys on the curve P-256 as they are written in octets: 32 for a number, `04` and two numbers for a point.
// RFC 8291 §3.1, RFC 8292 §3.2 (uncompressed points)
final class P256 {
    static final int NUMBER_BYTES = 32;
    static final int POINT_BYTES = 1 + 2 * NUMBER_BYTES;

    private static final String CURVE = "secp256r1";
    private static final byte UNCOMPRESSED = 4;
    private static final ECParameterSpec PARAMETERS = parameters();

    private P256() {}

    static KeyPair fresh(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws IllegalArgumentException when it is no point of the curve
    static ECPublicKey publicKey(byte[] octets) {
        if (octets.length != POINT_BYTES || octets[0] != UNCOMPRESSED) {
            throw new IllegalArgumentException("not an uncompressed point of P-256");
        }
        var x = new BigInteger(1, Arrays.copyOfRange(octets, 1, 1 + NUMBER_BYTES));
        var y = new BigInteger(1, Arrays.copyOfRange(octets, 1 + NUMBER_BYTES, POINT_BYTES));
        if (!isOnCurve(x, y)) {
            throw new IllegalArgumentException("not a point of P-256");
        }
        try {
            var key = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), PARAMETERS));
            return (ECPublicKey) key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static ECPrivateKey privateKey(byte[] octets) {
        try {
            var spec = new ECPrivateKeySpec(new BigInteger(1, octets), PARAMETERS);
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] octets(ECPublicKey key) {
        var octets = new byte[POINT_BYTES];
        octets[0] = UNCOMPRESSED;
        System.arraycopy(octets(key.getW().getAffineX()), 0, octets, 1, NUMBER_BYTES);
        System.arraycopy(octets(key.getW().getAffineY()), 0, octets, 1 + NUMBER_BYTES, NUMBER_BYTES);
        return octets;
    }

    static byte[] octets(BigInteger number) {
        var octets = new byte[NUMBER_BYTES];
        var bytes = number.toByteArray();
        int length = Math.min(bytes.length, NUMBER_BYTES);
        System.arraycopy(bytes, bytes.length - length, octets, NUMBER_BYTES - length, length);
        return octets;
    }

    private static boolean isOnCurve(BigInteger x, BigInteger y) {
        var curve = PARAMETERS.getCurve();
        var prime = ((ECFieldFp) curve.getField()).getP();
        var right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(prime);
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).mod(prime).equals(right);
    }

    private static ECParameterSpec parameters() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(CURVE));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
