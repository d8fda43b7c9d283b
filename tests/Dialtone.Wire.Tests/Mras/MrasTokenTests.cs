using Dialtone.Wire.Mras;
using static Dialtone.Wire.Tests.MsTurn.MsTurnVectors;

namespace Dialtone.Wire.Tests.Mras;

public class MrasTokenTests
{
    [Fact]
    public void Credentials_are_those_of_the_vector()
    {
        var credentials = MrasToken.Issue(Keys, Identity, ExpiresAt, TimeSpan.FromHours(8), Realm);

        Convert.ToBase64String(credentials.Username.Span).ShouldBe(Username);
        Convert.ToBase64String(credentials.Password).ShouldBe(Password);
        (credentials.Duration, credentials.Realm).ShouldBe((TimeSpan.FromHours(8), Realm));
    }

    [Fact]
    public void A_relay_finds_in_the_token_what_the_service_put_there()
    {
        var relay = new MrasKeys([], Count(0x10, 20), Count(0x40, 20));

        MrasToken.Verify(Convert.FromBase64String(Username), relay, out var token).ShouldBe(MrasTokenFault.None);

        token!.Version.ShouldBe(1);
        token.ExpiresAt.ShouldBe(ExpiresAt);
        Convert.ToHexStringLower(token.ClientId.Span).ShouldBe("f6ac139c0f77618b633154be8e614bce584574b5");
        token.Flags.ShouldBe(0u);
        Convert.ToBase64String(MrasToken.PasswordOf(Convert.FromBase64String(Username), relay)).ShouldBe(Password);
    }

    [Fact]
    public void A_token_of_version_2_is_36_bytes_and_its_proof()
    {
        var credentials = MrasToken.Issue(Keys, Identity, ExpiresAt, TimeSpan.FromHours(8), version: 2);

        credentials.Username.Length.ShouldBe(MrasToken.Version2Bytes);
        Convert.ToHexStringLower(credentials.Username.Span[..4]).ShouldBe("02000024");
        MrasToken.Verify(credentials.Username.Span, Keys, out var token).ShouldBe(MrasTokenFault.None);
        (token!.Version, token.ExpiresAt).ShouldBe((2, ExpiresAt));
    }

    [Fact]
    public void A_token_that_was_changed_anywhere_is_refused()
    {
        for (var i = 0; i < MrasToken.Version1Bytes; i++)
        {
            var username = Convert.FromBase64String(Username);
            username[i] ^= 0x80;

            MrasToken.Verify(username, Keys, out var token)
                .ShouldBe(i is 0 or 2 or 3 ? MrasTokenFault.Malformed : MrasTokenFault.WrongKey);
            token.ShouldBeNull();
        }
    }

    [Fact]
    public void A_token_of_another_key_is_refused()
    {
        MrasToken.Verify(Convert.FromBase64String(Username), new([], Count(0x11, 20), Count(0x40, 20)), out _)
            .ShouldBe(MrasTokenFault.WrongKey);
    }

    [Fact]
    public void A_time_that_no_calendar_has_is_refused()
    {
        var keys = new MrasKeys([], Count(0x10, 20), Count(0x40, 20));
        var username = Convert.FromBase64String(Username);
        username.AsSpan(4, 8).Fill(0xFF);
        var proof = System.Security.Cryptography.HMACSHA1.HashData(Count(0x10, 20), username.AsSpan(0, 32));
        proof.CopyTo(username, 32);

        MrasToken.Verify(username, keys, out _).ShouldBe(MrasTokenFault.Malformed);
    }

    [Fact]
    public void Any_other_length_is_no_token()
    {
        for (var length = 0; length < 100; length++)
        {
            if (length is not (MrasToken.Version1Bytes or MrasToken.Version2Bytes))
            {
                MrasToken.Verify(new byte[length], Keys, out _).ShouldBe(MrasTokenFault.Malformed);
            }
        }
    }

    private static byte[] Count(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(value => (byte)value)];
}
