using Dialtone.Wire.Dns;

namespace Dialtone.Bench.Dns;

/// <summary>Reading an answer with eight SRV records and the address of each target.</summary>
internal static class DnsRead
{
    /// <summary>What was read adds up here: the compiler must not leave it out.</summary>
    public static long Found { get; private set; }

    public static byte[] Sample { get; } =
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Dns", "srv-8.bin"));

    public static void AddTo(Rates rates)
    {
        rates.Add("srv-8", ReadView);
        rates.Add("srv-8 value", ReadValue);
    }

    /// <summary>Record by record, nothing kept. The addresses are looked up behind the services.</summary>
    public static void ReadView()
    {
        Require(DnsMessageReader.TryBegin(Sample, out var reader, out var fault), fault);
        var ahead = reader;
        DnsRecordView address;
        while (ahead.TryNext(out address) && address.Section == DnsSection.Answer)
        {
        }

        while (reader.TryNext(out var record) && record.Section == DnsSection.Answer)
        {
            if (record.Owner.Is(reader.QuestionName)
                && record.TryGetService(out var priority, out var weight, out var port, out var target)
                && target.Is(address.Owner) && address.TryGetAddress(out var found))
            {
                Found += priority + weight + port + record.TtlSeconds + (found.IsV4 ? 1 : 0);
            }

            _ = ahead.TryNext(out address);
        }

        Require(ahead.Fault.Kind == DnsFaultKind.None, ahead.Fault);
    }

    /// <summary>As a value that outlives the bytes.</summary>
    public static void ReadValue()
    {
        Require(DnsMessage.TryRead(Sample, out var message, out var fault), fault);
        Found += message!.Answers.Length + message.Additionals.Length;
    }

    private static void Require(bool good, DnsFault fault)
    {
        if (!good)
        {
            throw new InvalidOperationException($"The sample was not read: {fault}.");
        }
    }
}
