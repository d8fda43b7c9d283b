namespace Dialtone.Bench.Sip;

/// <summary>The five messages: REGISTER, 401 and 200, and the REGISTER and 401 that Lync speaks.</summary>
internal static class SipSamples
{
    public static string[] Names { get; } = ["register", "401", "200", "register-lync", "401-lync"];

    public static byte[] File(string name) =>
        System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Messages", name + ".sip"));
}
